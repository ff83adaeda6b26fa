package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.ZoneOffset;
import java.util.List;

/** What all methods have in common. */
final class GeneralChecks {
    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "GEN-03",
                            "the suffix decides the format, whatever Accept says",
                            client -> {
                                for (String accept :
                                        List.of(client.syntax().other().mediaType(), "image/png")) {
                                    client.send(
                                                    client.call(client.path("services"))
                                                            .header("Accept", accept))
                                            .services();
                                }
                            }),
                    Check.of(
                            "GEN-04 11.3",
                            "every method answers in this format, with its shape",
                            GeneralChecks::readEverything),
                    Check.of(
                            "GEN-05 11.2",
                            "UTF-8 and its charset in every answer, errors included",
                            GeneralChecks::walk),
                    Check.of(
                            "GEN-06 11.2",
                            Syntax.XML,
                            "every document begins with a declaration that names UTF-8",
                            GeneralChecks::walk),
                    Check.of(
                            "GEN-07 11.2",
                            Syntax.XML,
                            "no namespace, no attribute, no element beyond the standard",
                            GeneralChecks::walk),
                    Check.of(
                            "GEN-07 11.13",
                            Syntax.JSON,
                            "no member beyond the standard",
                            GeneralChecks::walk),
                    Check.of(
                            "GEN-08",
                            "fields come in the order of the standard's tables",
                            GeneralChecks::readEverything),
                    Check.of(
                            "GEN-09",
                            "datetimes out are YYYY-MM-DDThh:mm:ssZ",
                            client -> {
                                client.discovery().discovery();
                                client.getOne("requests", client.backstage().history().recent())
                                        .request();
                            }),
                    Check.of(
                            "GEN-09 A-04",
                            "the same instant in every allowed spelling finds the same; Z and offsets",
                            GeneralChecks::checkSpellingsOfInstants),
                    Check.of(
                            "GEN-10",
                            "a GET takes a blank parameter for an absent one",
                            client -> {
                                var blank =
                                        client.getRaw(
                                                "requests",
                                                "status=&jurisdiction_id=&start_date=&end_date=&service_request_id="
                                                        + "&page=&page_size=&service_code="
                                                        + Town.HISTORY);
                                assertEquals(
                                        client.get("requests", "service_code", Town.HISTORY).ids(),
                                        blank.ids());
                            }),
                    Check.of(
                            "GEN-11",
                            "unknown parameters are ignored",
                            client -> {
                                client.get("services", "lat", "42.7", "colour", "blue").services();
                                client.report(
                                                "service_code",
                                                Town.PLAIN,
                                                "colour",
                                                "blue",
                                                "attribute[uprn]",
                                                "1")
                                        .newId();
                            }),
                    Check.of(
                            "GEN-01",
                            "a doubled slash does no harm, and nothing is redirected",
                            client ->
                                    client.send(client.call(client.path("/services"))).services()),
                    Check.of(
                            "A-02",
                            "an unknown suffix is a 404 with an error document in XML",
                            client -> {
                                Reply reply =
                                        client.send(client.call(Subject.ENDPOINT + "services.pdf"));
                                assertEquals(404, reply.status());
                                assertTrue(
                                        Rules.read(
                                                                Syntax.XML,
                                                                Shape.ERRORS,
                                                                reply.header("Content-Type"),
                                                                reply.bytes())
                                                        .size()
                                                > 0);
                            }),
                    Check.of(
                            "A-02",
                            "without a suffix Accept decides",
                            client ->
                                    client.send(
                                                    client.call(Subject.ENDPOINT + "services")
                                                            .header(
                                                                    "Accept",
                                                                    client.syntax().mediaType()))
                                            .services()),
                    Check.of(
                            "A-02",
                            Syntax.JSON,
                            "without a suffix and a choice in Accept it is JSON",
                            client ->
                                    client.send(client.call(Subject.ENDPOINT + "services"))
                                            .services()),
                    Check.of(
                            "A-32",
                            Syntax.XML,
                            "XML goes out as text/xml",
                            client -> {
                                client.get("services").services();
                                client.get("nothing").errors(404);
                            }),
                    Check.of(
                            "A-35",
                            "HEAD answers as GET does, without the body",
                            client -> {
                                Reply head =
                                        client.send(
                                                client.call(client.path("services"))
                                                        .method("HEAD", BodyPublishers.noBody()));
                                Reply get = client.get("services");
                                assertEquals(200, head.status());
                                assertEquals(0, head.bytes().length);
                                assertEquals(
                                        get.header("Content-Type"), head.header("Content-Type"));
                            }),
                    Check.of(
                            "A-35",
                            "pages of other sites may call the endpoint",
                            client -> {
                                Reply reply =
                                        client.send(
                                                client.call(client.path("requests"))
                                                        .header("Origin", "https://app.example.com")
                                                        .header(
                                                                "Access-Control-Request-Method",
                                                                "POST")
                                                        .method(
                                                                "OPTIONS",
                                                                BodyPublishers.noBody()));
                                assertEquals("*", reply.header("Access-Control-Allow-Origin"));
                                assertTrue(
                                        reply.header("Access-Control-Allow-Methods")
                                                .contains("POST"));
                            }),
                    Check.of(
                            "A-35",
                            "names are exact: another case is another thing",
                            client -> {
                                client.get("Services").errors(404);
                                client.getOne("services", "pothole").errors(404);
                            }));

    private GeneralChecks() {}

    private static void readEverything(Client client) throws Exception {
        List<Reply> replies = client.readAll();
        replies.get(0).discovery();
        replies.get(1).services();
        replies.get(2).definition();
        replies.get(3).definition();
        replies.get(4).requests();
        replies.get(5).request();
        replies.get(6).token();
        client.report("service_code", Town.PLAIN).newId();
    }

    private static void walk(Client client) throws Exception {
        readEverything(client);
        for (Reply reply : client.failAll()) {
            reply.errors(reply.status());
        }
    }

    private static void checkSpellingsOfInstants(Client client) throws Exception {
        var history = client.backstage().history();
        String start = history.day(45).toString();
        String end = history.day(46).toString();
        List<String> ids = history.ids("tie", "middle");
        String plain = start.replace("Z", "");
        for (String spelling :
                List.of(
                        start,
                        plain + ".000Z",
                        plain + "+00:00",
                        history.day(45).atOffset(ZoneOffset.ofHours(-5)).toString(),
                        history.day(45).atOffset(ZoneOffset.ofHours(9)).toString())) {
            assertEquals(
                    ids,
                    client.get(
                                    "requests",
                                    "service_code",
                                    Town.HISTORY,
                                    "start_date",
                                    spelling,
                                    "end_date",
                                    end)
                            .ids(),
                    spelling);
        }
        // A plus sign that nobody encoded arrives as a blank; a day alone is meant as a whole one.
        client.getRaw("requests", "start_date=" + plain + "+00:00").requests();
        client.get("requests", "start_date", "2026-01-31", "end_date", "2026-02-01").requests();
        client.get("requests", "start_date", "2026-01-31T10:00:00").requests();
    }
}
