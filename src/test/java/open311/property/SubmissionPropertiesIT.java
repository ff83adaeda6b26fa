package open311.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import open311.http.Format;

/** Whatever is reported, and however it is written on the wire, comes back as it was meant. */
class SubmissionPropertiesIT {
    /** At most; together with the number of tries more than ten thousand. */
    private static final int AT_A_TIME = 44;

    private static Town town;

    @BeforeContainer
    static void start() throws Exception {
        town = Town.start();
    }

    @AfterContainer
    static void close() throws Exception {
        if (town != null) {
            town.close();
        }
    }

    @Provide
    Arbitrary<List<Report>> reports() {
        return Reports.any()
                .list()
                .ofMinSize(1)
                .ofMaxSize(AT_A_TIME)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aReportComesBackAsItWasSent(@ForAll("reports") List<Report> reports) {
        Instant before = Instant.now();
        List<Call> calls =
                reports.stream().map(report -> Sending.of(report, town.reportKey())).toList();
        List<Reply> receipts = town.sendAll(calls);
        var names = new ArrayList<String>();
        for (int i = 0; i < reports.size(); i++) {
            names.add(idOrToken(reports.get(i), receipts.get(i).is(200)));
        }
        Map<String, List<Object>> stored = Stored.of(town.database(), names);
        List<Reply> shown =
                town.sendAll(
                        Stream.iterate(0, i -> i < reports.size(), i -> i + 1)
                                .flatMap(i -> ways(reports.get(i), names.get(i)))
                                .toList());
        var all = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            String name = names.get(i);
            assertEquals(report.kept(), stored.get(name), calls.get(i)::toString);
            ObjectNode expected =
                    report.service().isBatch()
                            ? JsonNodeFactory.instance.objectNode().put("token", name)
                            : report.shown(name, requested(shown.get(2 * i), before));
            assertShows(expected, shown.get(2 * i), shown.get(2 * i + 1), calls.get(i));
            if (!report.service().isBatch()) {
                all.add(expected);
            }
        }
        assertAreListed(all);
    }

    /** The id or, of a batch service, the token of the receipt, which has to be right. */
    private static String idOrToken(Report report, Reply reply) {
        String member = report.service().isBatch() ? "token" : "service_request_id";
        String name =
                report.format() == Format.JSON
                        ? reply.json().path(0).path(member).asText()
                        : reply.xml().getElementsByTagName(member).item(0).getTextContent();
        assertFalse(name.isEmpty(), reply::toString);
        var expected = JsonNodeFactory.instance.arrayNode().add(report.receipt(name));
        try {
            if (report.format() == Format.JSON) {
                assertEquals(expected, reply.json());
            } else {
                Sameness.assertSame(expected, reply.xml());
            }
        } catch (AssertionError e) {
            throw new AssertionError(reply.toString(), e);
        }
        return name;
    }

    /** Both formats of what an id or token leads to. */
    private static Stream<Call> ways(Report report, String name) {
        String resource = report.service().isBatch() ? "tokens/" : "requests/";
        return Stream.of(Format.values())
                .map(
                        format ->
                                Call.get(
                                        Town.ENDPOINT
                                                + resource
                                                + name
                                                + format.suffix()
                                                + "?jurisdiction_id="
                                                + Town.ID));
    }

    private static Instant requested(Reply reply, Instant before) {
        String requested = reply.is(200).json().path(0).path("requested_datetime").asText();
        assertTrue(requested.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), requested);
        Instant instant = Instant.parse(requested);
        assertTrue(
                instant.isAfter(before.minusSeconds(1)) && !instant.isAfter(Instant.now()),
                requested);
        return instant;
    }

    private static void assertShows(JsonNode expected, Reply json, Reply xml, Call submission) {
        JsonNode list = JsonNodeFactory.instance.arrayNode().add(expected);
        try {
            assertEqual(list, json.is(200).json());
            Sameness.assertSame(list, xml.is(200).xml());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nafter " + submission, e);
        }
    }

    /** Names in this order, numbers as near as can be; in lines only where somebody reads them. */
    private static void assertEqual(JsonNode expected, JsonNode actual) {
        if (!expected.toString().equals(actual.toString())) {
            assertEquals(expected.toPrettyString(), actual.toPrettyString());
        }
    }

    /** A list by ids has the same requests, the newest first. */
    private void assertAreListed(ArrayNode expected) {
        var newestFirst = new ArrayList<JsonNode>();
        expected.forEach(newestFirst::add);
        newestFirst.sort(
                (a, b) ->
                        Long.compare(
                                b.path("service_request_id").asLong(),
                                a.path("service_request_id").asLong()));
        newestFirst.sort(
                (a, b) ->
                        b.path("requested_datetime")
                                .asText()
                                .compareTo(a.path("requested_datetime").asText()));
        var list = JsonNodeFactory.instance.arrayNode().addAll(newestFirst);
        String ids =
                String.join(
                        ",",
                        newestFirst.stream()
                                .map(request -> request.path("service_request_id").asText())
                                .toList());
        if (ids.isEmpty()) {
            return;
        }
        String query = "?jurisdiction_id=" + Town.ID + "&service_request_id=" + ids;
        List<Reply> replies =
                town.sendAll(
                        List.of(
                                Call.get(Town.ENDPOINT + "requests.json" + query),
                                Call.get(Town.ENDPOINT + "requests.xml" + query)));
        assertEqual(list, replies.get(0).is(200).json());
        Sameness.assertSame(list, replies.get(1).is(200).xml());
    }
}
