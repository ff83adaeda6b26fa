package open311.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /a?api_key=s3cret&b=1 | GET /a?api_key=***&b=1",
                "X-API-Key: s3cret | X-API-Key: ***",
                "Authorization: Bearer s3cret | Authorization: Bearer ***",
                "{\"api_key\": \"s3cret\"} | {\"api_key\": \"***\"}",
                "<api_key>s3cret</api_key> | <api_key>***</api_key>",
                "api_key%3Ds3cret | api_key%3D***",
                "from tricia.m+x@example.gov, too | from ***, too",
                "email=tricia%40example.gov&a | email=***&a",
                "call (555) 012-3777 now | call *** now",
                "call 555-012-3777 | call ***",
                "call +15550123777 | call ***",
                "phone=5550123777 | phone=***",
                "first_name=Tricia&last_name=McMillan | first_name=***&last_name=***",
            })
    void takesOutKeysAndPersonalData(String said, String logged) {
        assertEquals(logged, Redaction.of(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -d api_key=demo 'http://localhost:8080/open311/v2/requests.json'",
                "Listening on: http://127.0.0.1:45275",
                "Setting up PostgreSQL 17.5 in /srv/data-2026-11-24",
                "3f1f0c1a6f3c-1042: GET /open311/v2/requests/1234567890.json failed",
                "at java.base/java.lang.Thread.run(Thread.java:840)",
            })
    void leavesTheRestAsItIs(String said) {
        assertEquals(said, Redaction.of(said));
    }

    @Test
    void exceptionsKeepTheirTrace() {
        var fault =
                new IllegalStateException(
                        "outer", new IllegalArgumentException("tricia@example.gov is odd"));
        var line =
                new ExtLogRecord(
                        Level.SEVERE, "%s: failed", ExtLogRecord.FormatStyle.PRINTF, "Any");
        line.setParameters(new Object[] {"id-1"});
        line.setThrown(fault);
        assertTrue(new Redaction().isLoggable(line));
        assertNull(line.getThrown());
        String logged = line.getFormattedMessage();
        assertTrue(logged.startsWith("id-1: failed") && logged.contains("*** is odd"), logged);
        assertTrue(logged.contains("at open311.log.RedactionTest"), logged);
        assertFalse(logged.contains("tricia"), logged);
    }
}
