package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The X-Request-ID of a call, in its answer and in what an error says. */
@QuarkusTest
class RequestIdTest {
    private static final String HEADER = "X-Request-ID";

    @Inject Outage outage;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/docs",
                "/q/health/live",
                "/discovery.json",
                "/open311/v2/services.xml",
                "//open311/v2/services.json/",
                "/open311/v2/requests/none.json",
                "/open311/v2/services.pdf",
                "/nothing",
                "/a%zz",
            })
    void theCallersOwnComesBack(String path) throws IOException {
        for (int i = 0; i < 2; i++) {
            Raw.Reply reply =
                    Raw.send("GET " + path + " HTTP/1.1\r\nX-Request-ID: a-B_9.z\r\n", new byte[0]);
            assertEquals("a-B_9.z", reply.header(HEADER), reply::toString);
        }
    }

    @Test
    void withoutOneEachCallGetsAnother() {
        String path = Api.V2 + "services.json";
        String first = Api.get(path).header(HEADER);
        String second = Api.get(path).header(HEADER);
        assertTrue(first.matches("[0-9a-f]{12}-\\d+"), first);
        assertNotEquals(first, second);
    }

    @Test
    void aMalformedOneIsReplaced() throws IOException {
        for (String sent : List.of("", "a b", "a\"b", "<a>", "a;b", "ä", "x".repeat(65))) {
            Raw.Reply reply =
                    Raw.send(
                            "GET /discovery.json HTTP/1.1\r\nX-Request-ID: " + sent + "\r\n",
                            new byte[0]);
            assertTrue(reply.header(HEADER).matches("[0-9a-f]{12}-\\d+"), reply::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void errorsOfTheServerQuoteIt(Format format) {
        String path = Api.V2 + "services" + format.suffix();
        Answer fault = outage.withoutTables(() -> Api.get(path, HEADER, "asked-for.1"));
        assertTrue(fault.error(500).contains("(asked-for.1)"), fault::toString);
        Answer away = outage.withoutConnections(() -> Api.get(path, HEADER, "asked-for.2"));
        assertTrue(away.error(503).contains("(asked-for.2)"), away::toString);
    }

    @Test
    void pagesOfOthersMaySendAndReadIt() {
        Answer answer =
                Api.send(
                        "OPTIONS",
                        Api.V2 + "services.json",
                        "Origin",
                        "https://app.example.gov",
                        "Access-Control-Request-Method",
                        "GET");
        assertTrue(answer.header("Access-Control-Allow-Headers").contains(HEADER));
        assertTrue(answer.header("Access-Control-Expose-Headers").contains(HEADER));
    }
}
