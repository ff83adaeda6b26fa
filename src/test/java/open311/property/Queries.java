package open311.property;

import static open311.property.Query.Verdict.BAD;
import static open311.property.Query.Verdict.BLANK;
import static open311.property.Query.Verdict.GOOD;
import static open311.property.Query.Verdict.MALFORMED;
import static open311.property.Query.Verdict.OPEN;
import static open311.property.Query.Verdict.UNKNOWN;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import open311.property.Query.Accepting;
import open311.property.Query.Part;
import open311.property.Query.Resource;
import open311.property.Query.Verdict;

/** Makes GETs of all kinds, from plain ones to nonsense. */
final class Queries {
    private static final String MANY =
            IntStream.rangeClosed(1, 1001)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(","));
    private static final String LONG = "9".repeat(5000);

    private static final List<Accepting> ACCEPTS =
            List.of(
                    new Accepting("application/json", "text/xml"),
                    new Accepting(
                            "application/json;q=0.9, text/xml;q=0.8", "application/xml, */*;q=0.1"),
                    new Accepting(
                            "TEXT/JSON", "text/html, text/xml;q=0.9, application/json;q=0.8"));

    private final Village village;
    private final Instant now = Instant.now();

    Queries(Village village) {
        this.village = village;
    }

    Arbitrary<Query> any() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(6, Arbitraries.just(Resource.REQUESTS)),
                                Tuple.of(2, Arbitraries.just(Resource.UPDATES)),
                                Tuple.of(6, Arbitraries.of(Resource.class))),
                        jurisdictions(),
                        Arbitraries.oneOf(List.of(parameters(), good())),
                        Arbitraries.of(".json", ".json", ".JSON", ".json/"),
                        Arbitraries.of(ACCEPTS).injectNull(0.8))
                .flatAs(
                        (resource, jurisdiction, parameters, suffix, accept) ->
                                items(resource)
                                        .map(
                                                item ->
                                                        new Query(
                                                                resource,
                                                                item,
                                                                jurisdiction,
                                                                parameters,
                                                                suffix,
                                                                accept)));
    }

    private static Arbitrary<Part> jurisdictions() {
        String name = "jurisdiction_id";
        Part known = Part.of(name, Village.ID, GOOD);
        return Arbitraries.frequencyOf(
                Tuple.of(16, Arbitraries.just(known)),
                Tuple.of(
                        4,
                        Arbitraries.of(
                                part(known, name + "=%76illage.example", GOOD),
                                part(known, name + "=+village.example%20", GOOD),
                                part(known, known.text() + "&" + known.text(), GOOD),
                                part(known, name + "=&" + known.text(), GOOD),
                                part(known, "%6aurisdiction_id=village.example", GOOD),
                                part(known, known.text() + "&" + name + "=" + Town.ID, BAD),
                                part(known, name + "=" + LONG, BAD),
                                part(known, name + "=VILLAGE.EXAMPLE", UNKNOWN),
                                part(known, name + "=nowhere", UNKNOWN),
                                part(known, name + "=village.example%2Cnowhere", UNKNOWN),
                                part(known, name + "=%27%20or%201%3D1", UNKNOWN),
                                part(known, name + "=%FF%FE", UNKNOWN),
                                part(known, name + "=%F0%9F%95%B3", UNKNOWN),
                                part(known, "", BLANK),
                                part(known, name, BLANK),
                                part(known, name + "=%00", BLANK),
                                part(known, name + "=%E3%80%80+", BLANK),
                                part(known, name + "=%", MALFORMED),
                                part(known, name + "=%4", MALFORMED),
                                part(known, "%zz=1", MALFORMED))));
    }

    private static Part part(Part like, String text, Verdict verdict) {
        return new Part(like.name(), text, verdict, null);
    }

    private Arbitrary<Part> items(Resource resource) {
        var items = new ArrayList<Part>();
        List<String> known =
                switch (resource) {
                    case DEFINITION ->
                            List.of("FULL", "BARE", "LATER", "SECRET", "NEVER", "%46ULL");
                    case TOKEN -> village.tokens();
                    default -> List.copyOf(village.requests().keySet());
                };
        known.forEach(item -> items.add(item(item, GOOD)));
        for (String unknown :
                List.of(
                        "0",
                        "-1",
                        "full",
                        "nobody",
                        "%C3%BC",
                        "%F0%9F%95%B3",
                        "a%2Fb",
                        LONG,
                        "%27%20or%201%3D1--",
                        "%25",
                        "9223372036854775808",
                        "100001%2C100002",
                        "%3Cb%3E",
                        "%22",
                        "{}",
                        "[0]",
                        "null")) {
            items.add(item(unknown, UNKNOWN));
        }
        for (String open :
                List.of(
                        "%00",
                        "%FF",
                        "%ED%A0%80",
                        ".",
                        "..",
                        "%2e%2e",
                        "a.b",
                        "a%2Ejson",
                        "1;x=1",
                        "",
                        "%0D%0A",
                        "+",
                        known.get(0) + "%20",
                        "ü",
                        "a/b")) {
            items.add(item(open, OPEN));
        }
        for (String malformed : List.of("%", "%4", "%zz", "a%g0")) {
            items.add(item(malformed, MALFORMED));
        }
        return Arbitraries.of(items);
    }

    private static Part item(String text, Verdict verdict) {
        return new Part("", text, verdict, null);
    }

    private Arbitrary<List<Part>> parameters() {
        return Arbitraries.oneOf(
                        List.of(
                                ids(),
                                dates("start_date"),
                                dates("end_date"),
                                pages(),
                                statuses(),
                                codes(),
                                ignored(),
                                blanks()))
                .list()
                .ofMaxSize(5);
    }

    /** At most one of each that narrows the list, all of them good. */
    private Arbitrary<List<Part>> good() {
        return Combinators.combine(
                        List.of(
                                dates("start_date"),
                                dates("end_date"),
                                statuses(),
                                codes(),
                                ignored()))
                .as(all -> all.stream().filter(part -> part.is(GOOD)).toList())
                .flatMap(all -> Arbitraries.subsetOf(all).map(List::copyOf));
    }

    private Arbitrary<Part> ids() {
        String name = "service_request_id";
        List<String> known = List.copyOf(village.requests().keySet());
        Arbitrary<String> lists =
                Arbitraries.of(known)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(6)
                        .map(ids -> String.join("%2C", ids));
        return Arbitraries.oneOf(
                List.of(
                        lists.map(list -> Part.of(name, list, GOOD)),
                        named(
                                name,
                                GOOD,
                                "0",
                                "nobody",
                                "%C3%BC,1,,+2",
                                "%FF",
                                known.get(0) + ",0",
                                LONG),
                        named(name, BAD, MANY),
                        named(name, BLANK, ",", "%20,%00")));
    }

    private Arbitrary<Part> dates(String name) {
        Arbitrary<Instant> moments =
                Arbitraries.oneOf(
                        List.of(
                                Arbitraries.of(
                                                village.requests().values().stream()
                                                        .map(
                                                                request ->
                                                                        Instant.parse(
                                                                                request.path(
                                                                                                "requested_datetime")
                                                                                        .asText()))
                                                        .toList())
                                        .flatMap(
                                                moment ->
                                                        Arbitraries.integers()
                                                                .between(-1, 1)
                                                                .map(moment::plusSeconds)),
                                Arbitraries.longs()
                                        .between(0, 130L * 86_400)
                                        .map(age -> now.minusSeconds(age))));
        Arbitrary<Part> sure =
                Combinators.combine(
                                moments,
                                Arbitraries.of(
                                        "Z",
                                        "z",
                                        "%2B00:00",
                                        "-05:00",
                                        "+05:30",
                                        "%2B1400",
                                        "-0330"))
                        .as(
                                (moment, zone) -> {
                                    var offset =
                                            ZoneOffset.of(
                                                    zone.replace("%2B", "+").replace("z", "Z"));
                                    Instant second = Instant.ofEpochSecond(moment.getEpochSecond());
                                    String value =
                                            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
                                                            .format(second.atOffset(offset))
                                                    + zone;
                                    return new Part(name, name + "=" + value, GOOD, second);
                                });
        return Arbitraries.frequencyOf(
                Tuple.of(4, sure),
                Tuple.of(
                        1,
                        named(
                                name,
                                GOOD,
                                "2026-11-01",
                                "2026-11-01T00:00",
                                "2026-11-01T00:00:00",
                                "2026-11-01T00:00:00.123456Z",
                                "2026-11-01%2000:00Z",
                                "0001-01-01T00:00:00Z",
                                "9999-12-31T23:59:59Z",
                                "1970-01-01T00%3A00%3A00Z",
                                "2024-02-29",
                                "9999-12-31")),
                Tuple.of(
                        1,
                        named(
                                name,
                                BAD,
                                "yesterday",
                                "2026-13-01",
                                "2026-02-30",
                                "20261101",
                                "2026-11-01T25:00:00Z",
                                "2026",
                                "2026-11-01T08:15:30%2B99:00",
                                "1e9",
                                LONG,
                                "-2026-11-01",
                                "12026-11-01",
                                "2026-11-01T",
                                "2026-11-01T08:15:30-05:00%5BAmerica/New_York%5D",
                                "%D9%A2%D9%A0%D9%A2%D9%A6-11-01",
                                "2026-11-01%00T",
                                "2026-11-01,2026-11-02",
                                "now()",
                                "%FF",
                                "0000-01-01")));
    }

    private static Arbitrary<Part> pages() {
        return Arbitraries.oneOf(
                List.of(
                        named("page", GOOD, "0", "1", "2", "3", "1000000", "%31", "+2+"),
                        named(
                                "page",
                                BAD,
                                "-1",
                                "x",
                                "1.5",
                                "1000001",
                                LONG,
                                "1e3",
                                "1,2",
                                "0x1",
                                "%EF%BF%BD"),
                        named("page", OPEN, "%2B1", "%D9%A3", "01"),
                        named("page_size", GOOD, "1", "2", "7", "1000"),
                        named(
                                "page_size",
                                BAD,
                                "0",
                                "1001",
                                "-5",
                                "all",
                                "2147483648",
                                "%F0%9F%95%B3")));
    }

    private static Arbitrary<Part> statuses() {
        return Arbitraries.oneOf(
                List.of(
                        named(
                                "status",
                                GOOD,
                                "open",
                                "closed",
                                "open,closed",
                                "OPEN",
                                "+closed+",
                                "%6Fpen",
                                ",open,,open"),
                        named(
                                "status",
                                BAD,
                                "opened",
                                "open;closed",
                                "0",
                                "open,x",
                                "%22open%22",
                                LONG,
                                "%FF"),
                        named("status", OPEN, "op%00en", "%EF%BD%8Fpen")));
    }

    private static Arbitrary<Part> codes() {
        return Arbitraries.oneOf(
                List.of(
                        named(
                                "service_code",
                                GOOD,
                                "FULL",
                                "BARE",
                                "BARE,FULL",
                                "SECRET",
                                "LATER,NEVER",
                                "nobody",
                                "full",
                                "F%C3%BCll",
                                "Füll",
                                "%FF",
                                "%27%3B--",
                                "a%22b%3Cc%3E",
                                "[]{}|^`\"<>\\",
                                "%5C",
                                "%25,%5F",
                                "%C0%80"),
                        Texts.upTo(100)
                                .filter(text -> Texts.normalised(text) != null)
                                .map(text -> Part.of("service_code", encoded(text), GOOD)),
                        named("service_code", BAD, MANY),
                        named("service_code", OPEN, LONG)));
    }

    private static Arbitrary<Part> ignored() {
        Arbitrary<Part> known =
                Arbitraries.of(
                                "status[]=open",
                                "service_code[0]=BARE",
                                "STATUS=x",
                                "lat=x",
                                "long=1e999",
                                "api_key=wrong",
                                "extensions=true",
                                "q=%3Cb%3E",
                                "locale=es",
                                "locale=%00,,;q=x",
                                "[]",
                                "=",
                                "==",
                                "&&",
                                "&=&",
                                "attribute[x]=1",
                                "service_request_idx=1",
                                "%FF=%FF",
                                "a;b=c",
                                "callback=alert(1)",
                                "page%00=x",
                                "x=" + LONG)
                        .map(text -> new Part("ignored", text, GOOD, null));
        Arbitrary<Part> random =
                Combinators.combine(Texts.upTo(30), Texts.upTo(200))
                        .as(
                                (name, value) ->
                                        new Part(
                                                "ignored",
                                                "x" + encoded(name) + "=" + encoded(value),
                                                GOOD,
                                                null));
        Arbitrary<Part> malformed =
                Arbitraries.of("x=%", "x=%4", "%=x", "x=%u0041", "%%%", "x=%-1")
                        .map(text -> new Part("ignored", text, MALFORMED, null));
        return Arbitraries.frequencyOf(
                Tuple.of(8, known), Tuple.of(8, random), Tuple.of(1, malformed));
    }

    private static Arbitrary<Part> blanks() {
        return Combinators.combine(
                        Arbitraries.of(
                                "status",
                                "service_code",
                                "service_request_id",
                                "start_date",
                                "end_date",
                                "page",
                                "page_size"),
                        Arbitraries.of(
                                "",
                                "=",
                                "=%20",
                                "=+",
                                "=%00",
                                "=%0D%0A%09",
                                "=%E3%80%80",
                                "=%EF%BF%BF"))
                .as((name, rest) -> new Part(name, name + rest, BLANK, null));
    }

    private static Arbitrary<Part> named(String name, Verdict verdict, String... values) {
        return Arbitraries.of(values).map(value -> Part.of(name, value, verdict));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
