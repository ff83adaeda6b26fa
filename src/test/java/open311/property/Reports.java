package open311.property;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import open311.http.Format;

/** Makes reports that the server has to take. */
final class Reports {
    static final List<String> ATTRIBUTES =
            List.of("NAME", "two words", "DEPTH", "SEEN", "größe", "LANE");

    /** Of both list attributes. */
    static final List<String> KEYS = List.of("S", "a,b", "ö ]]>", "01", "02");

    private static final int MAX = 1000;
    private static final int MAX_LONG = 4000;

    private static final List<String> UNKNOWN =
            List.of(
                    "title",
                    "status",
                    "service_request_id",
                    "expected_datetime",
                    "service_name",
                    "g-recaptcha-response",
                    "attribute",
                    "attribute[",
                    "attribute[]",
                    "attribute[easting]",
                    "attribute[name]",
                    "Attribute[NAME]",
                    "attribute[INFO]",
                    "DESCRIPTION",
                    "lat[]",
                    "ünknown");

    private Reports() {}

    static Arbitrary<Report> any() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.just(Report.Service.FULL)),
                        Tuple.of(2, Arbitraries.just(Report.Service.BARE)),
                        Tuple.of(1, Arbitraries.just(Report.Service.LATER)))
                .flatMap(
                        service ->
                                Combinators.combine(
                                                Arbitraries.of(Format.class),
                                                Arbitraries.of(Report.Transport.class),
                                                parameters(service),
                                                Arbitraries.longs().greaterOrEqual(0))
                                        .as(
                                                (format, transport, parameters, layout) ->
                                                        new Report(
                                                                service,
                                                                format,
                                                                transport,
                                                                parameters,
                                                                layout)));
    }

    private static Arbitrary<List<Parameter>> parameters(Report.Service service) {
        var groups = new ArrayList<Arbitrary<List<Parameter>>>();
        groups.add(Arbitraries.just(List.of(Parameter.of("service_code", service.name()))));
        groups.add(optional("description", Texts.upTo(MAX_LONG)));
        groups.add(aliased("address_string", "address"));
        groups.add(optional("address_id", Texts.upTo(MAX)));
        groups.add(coordinates());
        groups.add(aliased("device_id", "deviceid"));
        for (String name :
                List.of("zipcode", "email", "first_name", "last_name", "phone", "account_id")) {
            groups.add(optional(name, Texts.upTo(MAX)));
        }
        groups.add(each("media_url", urls().list().ofMaxSize(3)));
        groups.add(
                Combinators.combine(Arbitraries.of(UNKNOWN), Texts.upTo(MAX))
                        .as(Parameter::ignored)
                        .list()
                        .ofMaxSize(2));
        groups.add(attributes(service == Report.Service.BARE));
        return Combinators.combine(groups)
                .as(Reports::located)
                .map(parameters -> List.copyOf(parameters));
    }

    /** A report needs a place. */
    private static List<Parameter> located(List<List<Parameter>> groups) {
        var all = new ArrayList<>(groups.stream().flatMap(List::stream).toList());
        boolean hasPlace =
                all.stream()
                        .anyMatch(
                                parameter ->
                                        List.of("lat", "address_string", "address_id")
                                                        .contains(parameter.meaning())
                                                && Texts.normalised(parameter.value()) != null);
        if (!hasPlace) {
            all.add(Parameter.of("address_id", "#NOTPINPOINTED#"));
        }
        return all;
    }

    /** Absent, blank, once, or with the same value or a blank one beside it. */
    private static Arbitrary<List<Parameter>> optional(String name, Arbitrary<String> values) {
        Arbitrary<Parameter> value = values.map(text -> Parameter.of(name, text));
        Arbitrary<Parameter> blank = Texts.blanks().map(text -> Parameter.of(name, text));
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(List.of())),
                Tuple.of(1, blank.list().ofSize(1)),
                Tuple.of(7, value.list().ofSize(1)),
                Tuple.of(1, value.map(same -> List.of(same, same))),
                Tuple.of(1, Combinators.combine(blank, value).as(List::of)));
    }

    /** By its name, by the other one that clients use, or both, where the first counts. */
    private static Arbitrary<List<Parameter>> aliased(String name, String alias) {
        Arbitrary<String> values = Texts.upTo(MAX);
        return Arbitraries.frequencyOf(
                Tuple.of(3, optional(name, values)),
                Tuple.of(1, values.map(value -> List.of(new Parameter(alias, value, name)))),
                Tuple.of(
                        1,
                        Combinators.combine(Texts.blanks(), values)
                                .as(
                                        (blank, value) ->
                                                List.of(
                                                        Parameter.of(name, blank),
                                                        new Parameter(alias, value, name)))),
                Tuple.of(
                        1,
                        values.map(
                                value ->
                                        List.of(
                                                Parameter.of(name, "Here"),
                                                Parameter.ignored(alias, value)))));
    }

    private static Arbitrary<List<Parameter>> coordinates() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(List.of())),
                Tuple.of(
                        1,
                        Arbitraries.just(
                                List.of(Parameter.of("lat", ""), Parameter.of("long", " ")))),
                Tuple.of(
                        5,
                        Combinators.combine(degrees(90), degrees(180))
                                .as(
                                        (lat, lon) ->
                                                List.of(
                                                        Parameter.of("lat", lat),
                                                        Parameter.of("long", lon)))));
    }

    /** All spellings of a number of decimal degrees, up to thirty decimals. */
    private static Arbitrary<String> degrees(int max) {
        Arbitrary<BigDecimal> numbers =
                Arbitraries.integers()
                        .between(0, 30)
                        .flatMap(
                                scale ->
                                        Arbitraries.bigDecimals()
                                                .between(
                                                        BigDecimal.valueOf(-max),
                                                        BigDecimal.valueOf(max))
                                                .ofScale(scale));
        Arbitrary<String> doubles =
                Arbitraries.doubles().between(-max, max).ofScale(15).map(String::valueOf);
        return Arbitraries.frequencyOf(
                Tuple.of(4, numbers.map(BigDecimal::toPlainString)),
                Tuple.of(2, doubles),
                Tuple.of(
                        1,
                        numbers.map(
                                number ->
                                        (number.signum() < 0 ? "" : "+") + number.toPlainString())),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "0",
                                "-0",
                                "-0.0",
                                "+.5",
                                "5.",
                                "-.25",
                                "90",
                                "-90.000",
                                "1e-7",
                                "1E-300",
                                "4.9e-324",
                                "1e-999",
                                "4.2e+1",
                                "089.99999999999999",
                                " 42.5 ",
                                "\t1\n",
                                "0.1",
                                "-0.3",
                                "42.776199999999996",
                                "0.000001")));
    }

    private static Arbitrary<String> urls() {
        Arbitrary<String> host =
                Arbitraries.of(
                        "example.org",
                        "my_host.example:8080",
                        "[::1]:81",
                        "127.0.0.1",
                        "user:pw@xn--e1afmkfd.example");
        Arbitrary<String> path =
                Arbitraries.of(
                        "",
                        "/",
                        "/p.jpg",
                        "/a%20b.png?x=1&y=%C3%A4",
                        "/?q=a+b#frag",
                        "/~me/(1);v=2,'3'/*",
                        "/größe/🕳.jpg",
                        "/" + "x".repeat(900));
        Arbitrary<String> url =
                Combinators.combine(Arbitraries.of("http", "https", "HTTPS"), host, path)
                        .as((scheme, name, rest) -> scheme + "://" + name + rest);
        return Arbitraries.frequencyOf(
                Tuple.of(5, url),
                Tuple.of(1, url.map(text -> " " + text + "\n")),
                Tuple.of(1, Texts.blanks()));
    }

    private static Arbitrary<List<Parameter>> each(String name, Arbitrary<List<String>> values) {
        return values.map(all -> all.stream().map(value -> Parameter.of(name, value)).toList());
    }

    /**
     * Answers of each datatype; where nothing is asked, not even the required one has to be there.
     */
    private static Arbitrary<List<Parameter>> attributes(boolean areIgnored) {
        var groups = new ArrayList<Arbitrary<List<Parameter>>>();
        groups.add(answer("NAME", Texts.upTo(MAX_LONG)));
        groups.add(answer("two words", Texts.upTo(MAX_LONG)));
        groups.add(answer("SEEN", datetimes()));
        groups.add(answer("größe", Arbitraries.of(KEYS)));
        groups.add(keys());
        groups.add(
                areIgnored
                        ? answer("DEPTH", Texts.upTo(MAX))
                        : Combinators.combine(spellings("DEPTH"), numbers())
                                .as(
                                        (spelling, number) ->
                                                List.of(
                                                        new Parameter(
                                                                spelling,
                                                                number,
                                                                "attribute DEPTH"))));
        return Combinators.combine(groups)
                .as(answers -> answers.stream().flatMap(List::stream).toList());
    }

    private static Arbitrary<List<Parameter>> answer(String code, Arbitrary<String> values) {
        return Combinators.combine(spellings(code), optional("attribute " + code, values))
                .as(
                        (spelling, all) ->
                                all.stream()
                                        .map(
                                                value ->
                                                        new Parameter(
                                                                spelling,
                                                                value.value(),
                                                                value.meaning()))
                                        .toList());
    }

    private static Arbitrary<String> spellings(String code) {
        return Arbitraries.of("", "[]", "[0]", "[17]")
                .map(rest -> "attribute[" + code + "]" + rest);
    }

    /** Any keys, each in a spelling of its own, or all of them joined by commas. */
    private static Arbitrary<List<Parameter>> keys() {
        String meaning = "attribute LANE";
        Arbitrary<List<Parameter>> apart =
                Combinators.combine(spellings("LANE"), Arbitraries.of(KEYS))
                        .as((spelling, key) -> new Parameter(spelling, key, meaning))
                        .list()
                        .ofMaxSize(6);
        Arbitrary<List<Parameter>> numbered =
                Arbitraries.of(KEYS)
                        .list()
                        .ofMaxSize(6)
                        .map(
                                keys ->
                                        IntStream.range(0, keys.size())
                                                .mapToObj(
                                                        i ->
                                                                new Parameter(
                                                                        "attribute[LANE]["
                                                                                + i
                                                                                + "]",
                                                                        keys.get(i),
                                                                        meaning))
                                                .toList());
        Arbitrary<List<Parameter>> joined =
                Combinators.combine(
                                spellings("LANE"),
                                Arbitraries.of("S", "01", "02").list().ofMinSize(1).ofMaxSize(4))
                        .as(
                                (spelling, keys) ->
                                        List.of(
                                                new Parameter(
                                                        spelling,
                                                        String.join(",", keys),
                                                        meaning)));
        return Arbitraries.oneOf(List.of(apart, numbered, joined));
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                List.of(
                        Arbitraries.bigDecimals()
                                .map(BigDecimal::toString)
                                .filter(text -> text.length() <= 100),
                        Arbitraries.longs().map(String::valueOf),
                        Arbitraries.of("0", "+3", "007", ".5", "5.", "1e10", "-1E-7", "-0")));
    }

    /** All that the README says of datetimes in parameters. */
    private static Arbitrary<String> datetimes() {
        Arbitrary<LocalDateTime> moments =
                Combinators.combine(
                                Arbitraries.longs()
                                        .between(
                                                LocalDate.of(1, 1, 2).toEpochDay(),
                                                LocalDate.of(9999, 12, 30).toEpochDay()),
                                Arbitraries.integers().between(0, 86_399))
                        .as(
                                (day, second) ->
                                        LocalDate.ofEpochDay(day)
                                                .atTime(LocalTime.ofSecondOfDay(second)));
        Arbitrary<String> times =
                Arbitraries.of(
                        "%tH:%<tM", "%tH:%<tM:%<tS", "%tH:%<tM:%<tS.5", "%tH:%<tM:%<tS.123456789");
        Arbitrary<String> zones =
                Arbitraries.of(
                        "", "Z", "z", "+00:00", "-05:00", "+0530", "+14", " 02:00", "-17:59");
        return Combinators.combine(moments, Arbitraries.of("T", "t", " ", "only"), times, zones)
                .as(
                        (moment, separator, time, zone) ->
                                String.format(Locale.ROOT, "%tF", moment)
                                        + (separator.equals("only")
                                                ? ""
                                                : separator
                                                        + String.format(Locale.ROOT, time, moment)
                                                        + zone));
    }
}
