package open311.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import open311.http.Format;
import org.w3c.dom.Element;

/** Whatever is asked for, the answer is one that the contract knows, the same in both formats. */
class QueryPropertiesIT {
    /** At most; together with the number of tries more than ten thousand. */
    private static final int AT_A_TIME = 44;

    private static final Set<String> NARROWING = Set.of("status", "service_code");

    private static Town town;
    private static Village village;

    @BeforeContainer
    static void start() throws Exception {
        town = Town.start();
        village = Village.in(town);
    }

    @AfterContainer
    static void close() throws Exception {
        if (town != null) {
            town.close();
        }
    }

    @Provide
    Arbitrary<List<Query>> queries() {
        return new Queries(village)
                .any()
                .list()
                .ofMinSize(1)
                .ofMaxSize(AT_A_TIME)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyQueryIsAnsweredAsTheContractSays(@ForAll("queries") List<Query> queries) {
        List<Reply> replies =
                town.sendAll(
                        queries.stream()
                                .flatMap(query -> Stream.of(Format.values()).map(query::call))
                                .toList());
        var heads = new ArrayList<Reply>();
        var lists = new ArrayList<Reply>();
        var wider = new ArrayList<Call>();
        for (int i = 0; i < queries.size(); i++) {
            Query query = queries.get(i);
            Reply json = replies.get(2 * i);
            Reply xml = replies.get(2 * i + 1);
            try {
                assertIsRight(query, json, xml);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + json + "\n" + xml, e);
            }
            if (i % 8 == 0) {
                heads.add(json);
                heads.add(xml);
            }
            if (query.resource() == Query.Resource.REQUESTS && json.status() == 200) {
                assertHoldsWhatWasAskedFor(query, json);
                if (Stream.of("service_request_id", "page", "page_size").noneMatch(query::has)) {
                    lists.add(json);
                    wider.add(query.without(NARROWING).call(Format.JSON));
                }
            }
        }
        assertHeadIsGetWithoutBody(heads);
        assertAreSubsets(lists, town.sendAll(wider));
    }

    private static void assertIsRight(Query query, Reply json, Reply xml) {
        assertTrue(
                query.statuses().contains(json.status()), () -> "Not one of " + query.statuses());
        assertEquals(json.status(), xml.status());
        JsonNode node = json.json();
        Element root = xml.xml();
        if (json.status() == 200 && query.isCertain()) {
            assertEquals(query.resource().root(), root.getTagName());
            assertEquals(query.resource().isList(), node.isArray());
        } else if (json.status() != 200) {
            assertEquals("errors", root.getTagName());
            assertIsErrorDocument(json.status(), node);
        }
        Sameness.assertSame(node, root);
    }

    private static void assertIsErrorDocument(int status, JsonNode errors) {
        assertTrue(errors.isArray() && !errors.isEmpty());
        var codes = new HashSet<Integer>();
        for (JsonNode error : errors) {
            assertEquals(2, error.size());
            assertTrue(error.path("code").isInt());
            assertFalse(error.path("description").asText().isBlank());
            codes.add(error.path("code").asInt());
        }
        // Of several problems the gravest decides.
        assertEquals(status, codes.contains(404) ? 404 : 400);
        assertTrue(Set.of(400, 404).containsAll(codes));
    }

    private void assertHoldsWhatWasAskedFor(Query query, Reply json) {
        boolean isById = query.has("service_request_id");
        Query.Part status = query.only("status");
        Query.Part code = query.only("service_code");
        Query.Part start = query.only("start_date");
        Query.Part end = query.only("end_date");
        var before = new ArrayList<String>();
        for (JsonNode request : json.json()) {
            String id = request.path("service_request_id").asText();
            JsonNode expected = village.requests().get(id);
            assertNotNull(expected, json::toString);
            // Extensions only add.
            expected.properties()
                    .forEach(
                            member ->
                                    assertEquals(
                                            member.getValue(),
                                            request.path(member.getKey()),
                                            json::toString));
            if (!isById) {
                assertTrue(
                        status == null || words(status).contains(request.path("status").asText()),
                        json::toString);
                assertTrue(
                        code == null || texts(code).contains(request.path("service_code").asText()),
                        json::toString);
                Instant requested = Instant.parse(request.path("requested_datetime").asText());
                assertTrue(
                        start == null
                                || start.moment() == null
                                || !requested.isBefore(start.moment()),
                        json::toString);
                assertTrue(
                        end == null || end.moment() == null || !requested.isAfter(end.moment()),
                        json::toString);
            }
            before.add(
                    request.path("requested_datetime").asText()
                            + String.format(Locale.ROOT, "%019d", Long.parseLong(id)));
        }
        assertEquals(
                before.stream().sorted(java.util.Comparator.reverseOrder()).toList(),
                before,
                json::toString);
    }

    private static Set<String> words(Query.Part part) {
        return texts(part).stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Set<String> texts(Query.Part part) {
        return Arrays.stream(URLDecoder.decode(part.value(), StandardCharsets.UTF_8).split(",", -1))
                .map(Texts::normalised)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private void assertHeadIsGetWithoutBody(List<Reply> gets) {
        List<Reply> heads =
                town.sendAll(gets.stream().map(get -> get.call().with("HEAD")).toList());
        for (int i = 0; i < gets.size(); i++) {
            Reply head = heads.get(i).is(gets.get(i).status());
            assertEquals(0, head.body().length, head::toString);
            assertEquals(
                    gets.get(i).headers().get("Content-Type"),
                    head.headers().get("Content-Type"),
                    head::toString);
        }
    }

    /** Asked for fewer kinds of requests, a list has no request that it did not have before. */
    private static void assertAreSubsets(List<Reply> lists, List<Reply> wider) {
        for (int i = 0; i < lists.size(); i++) {
            Reply list = lists.get(i);
            assertTrue(
                    ids(wider.get(i).is(200)).containsAll(ids(list)),
                    () -> list + "\nis not part of what has no filter");
        }
    }

    private static Set<String> ids(Reply list) {
        return StreamSupport.stream(list.json().spliterator(), false)
                .map(request -> request.path("service_request_id").asText())
                .collect(Collectors.toSet());
    }
}
