package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import org.w3c.dom.Element;

/** FixMyStreet's Open311.pm: Perl's LWP and XML::Simple, XML only. */
final class FixMyStreet {
    private static final String CLIENT = "FixMyStreet";

    private static final String POST_HEAD =
            """
            POST /open311/v2/{} HTTP/1.1
            TE: deflate,gzip;q=0.3
            Connection: TE, close
            Host: {host}
            User-Agent: libwww-perl/6.67
            Content-Length: {length}
            """;

    private static final String FORM_HEAD =
            POST_HEAD + "Content-Type: application/x-www-form-urlencoded\n\n";

    /** A moment as Perl's URI writes it in a query. */
    private static final String ESCAPED = "yyyy-MM-dd'T'HH'%3A'mm'%3A'ss'Z'";

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            CLIENT,
                            "reads the services, each with one text as its group",
                            FixMyStreet::readServices),
                    new Recording(
                            CLIENT,
                            "reads definitions, that of a service without metadata too",
                            FixMyStreet::readDefinitions),
                    new Recording(
                            CLIENT,
                            "sends attributes that no definition knows and looks for the id first",
                            FixMyStreet::sendReport),
                    new Recording(
                            CLIENT,
                            "repeats an attribute for each of its values",
                            FixMyStreet::repeatAttribute),
                    new Recording(
                            CLIENT,
                            "sends attributes to a service without metadata",
                            FixMyStreet::sendToPlainService),
                    new Recording(
                            CLIENT,
                            "repeats media_url for several photos",
                            FixMyStreet::sendPhotos),
                    new Recording(
                            CLIENT,
                            "uploads files as photo1 and file_KEY, with LWP's boundary",
                            FixMyStreet::upload),
                    new Recording(
                            CLIENT,
                            "sends address_id alone, #NOTPINPOINTED#",
                            FixMyStreet::sendWithoutPin),
                    new Recording(
                            CLIENT,
                            "polls a token until it has an id, at once and later on",
                            FixMyStreet::pollToken),
                    new Recording(
                            CLIENT,
                            "imports reports of a time span and skips those without place or dates",
                            FixMyStreet::importReports),
                    new Recording(
                            CLIENT,
                            "asks for reports by id, %2C between them, however old",
                            FixMyStreet::askById),
                    new Recording(
                            CLIENT,
                            "sends an update and reads it, with its api_key on a GET",
                            FixMyStreet::exchangeUpdates),
                    new Recording(
                            CLIENT,
                            "shows the first error of an answer, whatever its status",
                            FixMyStreet::readError));

    private FixMyStreet() {}

    private static Answer get(Site site, String pathAndQuery) throws Exception {
        return site.send(
                """
                GET {} HTTP/1.1
                TE: deflate,gzip;q=0.3
                Connection: TE, close
                Host: {host}
                User-Agent: libwww-perl/6.67
                """,
                pathAndQuery);
    }

    private static void readServices(Site site) throws Exception {
        Element services =
                get(site, "/open311/v2/services.xml?jurisdiction_id=conformance.example.gov")
                        .ok()
                        .xml("services");
        for (Element service : Dom.children(services, "service")) {
            assertTrue(Dom.children(service).stream().allMatch(e -> Dom.children(e).isEmpty()));
            assertTrue(List.of("true", "false").contains(Dom.text(service, "metadata")));
            assertNotNull(Dom.text(service, "group"));
        }
    }

    private static void readDefinitions(Site site) throws Exception {
        assertEquals(List.of(), attributesOf(site, "PLAIN"));
        List<Element> each = attributesOf(site, "POTHOLE");
        assertEquals(7, each.size());
        assertTrue(each.stream().noneMatch(a -> String.valueOf(Dom.text(a, "code")).isEmpty()));
    }

    private static List<Element> attributesOf(Site site, String serviceCode) throws Exception {
        Element definition =
                get(
                                site,
                                "/open311/v2/services/"
                                        + serviceCode
                                        + ".xml?jurisdiction_id=conformance.example.gov")
                        .ok()
                        .xml("service_definition");
        Element attributes =
                Dom.children(definition).stream()
                        .filter(child -> child.getTagName().equals("attributes"))
                        .findFirst()
                        .orElseThrow();
        return Dom.children(attributes, "attribute");
    }

    private static Answer post(Site site, String form) throws Exception {
        return site.send(FORM_HEAD + "api_key={key}&" + form, "requests.xml");
    }

    private static void sendReport(Site site) throws Exception {
        Answer answer =
                post(
                        site,
                        "address_string=%23&attribute%5Beasting%5D=529025"
                                + "&attribute%5Bfixmystreet_id%5D=4711&attribute%5Btitle%5D=Hole"
                                + "&attribute%5Buprn%5D=100&attribute%5BLINE%5D=here"
                                + "&description=Hole%0D%0Adeep+%26+%3Cb%3Ewide%3C%2Fb%3E%0Anew+%F0%9F%95%B3"
                                + "&deviceid=FMS&email=a%40example.org&first_name=Ann&last_name=O%27Neil"
                                + "&jurisdiction_id=conformance.example.gov&lat=42.77&long=-71.07"
                                + "&phone=&requested_datetime=2026-01-02T03%3A04%3A05%2B00%3A00&service_code=POTHOLE");
        Element receipt = Dom.children(answer.ok().xml("service_requests"), "request").get(0);
        assertFalse(String.valueOf(Dom.text(receipt, "service_request_id")).isBlank());
        assertNull(Dom.text(receipt, "token"));

        var request = site.postedAsXml(answer);
        String description = request.path("description").asText();
        assertTrue(description.contains("deep & <b>wide</b>"), description);
        assertTrue(description.endsWith("\nnew \uD83D\uDD73"), description);
        assertEquals(42.77, request.path("lat").asDouble());
        assertEquals("FMS", site.reporter(request).get("device_id"));
        assertEquals("O'Neil", site.reporter(request).get("last_name"));
        assertEquals("{LINE=[here]}", site.attributes(request));
    }

    private static void repeatAttribute(Site site) throws Exception {
        var request =
                posted(
                        site,
                        "service_code=POTHOLE&attribute%5BSEVERAL%5D=01&attribute%5BSEVERAL%5D=b%3A2");
        assertEquals("{SEVERAL=[01, b:2]}", site.attributes(request));
    }

    private static void sendToPlainService(Site site) throws Exception {
        var request =
                posted(
                        site,
                        "service_code=PLAIN&attribute%5Btitle%5D=Hole&attribute%5Bdescription%5D=Deep");
        assertEquals("PLAIN", request.path("service_code").asText());
        assertTrue(request.path("description").isNull());
    }

    private static void sendPhotos(Site site) throws Exception {
        var request =
                posted(
                        site,
                        "service_code=PLAIN&media_url=http%3A%2F%2Fexample.org%2F1.jpeg"
                                + "&media_url=http%3A%2F%2Fexample.org%2F2.jpeg");
        assertEquals("http://example.org/1.jpeg", request.path("media_url").asText());
    }

    private static JsonNode posted(Site site, String form) throws Exception {
        return site.postedAsXml(post(site, "lat=42.77&long=-71.07&" + form));
    }

    private static void upload(Site site) throws Exception {
        var request =
                site.postedAsXml(
                        site.send(
                                POST_HEAD
                                        + """
                                Content-Type: multipart/form-data; boundary=xYzZY

                                --xYzZY
                                Content-Disposition: form-data; name="api_key"

                                {key}
                                --xYzZY
                                Content-Disposition: form-data; name="service_code"

                                POTHOLE
                                --xYzZY
                                Content-Disposition: form-data; name="lat"

                                42.77
                                --xYzZY
                                Content-Disposition: form-data; name="long"

                                -71.07
                                --xYzZY
                                Content-Disposition: form-data; name="attribute[SEVERAL]"

                                01
                                --xYzZY
                                Content-Disposition: form-data; name="attribute[SEVERAL]"

                                C
                                --xYzZY
                                Content-Disposition: form-data; name="photo1"; filename="a.jpeg"
                                Content-Type: image/jpeg

                                {png}
                                --xYzZY
                                Content-Disposition: form-data; name="photo2"; filename="b.jpeg"
                                Content-Type: image/jpeg

                                {png}
                                --xYzZY
                                Content-Disposition: form-data; name="file_KEY"; filename="c.png"
                                Content-Type: image/png

                                {png}
                                --xYzZY--
                                """,
                                "requests.xml"));
        assertEquals("{SEVERAL=[01, C]}", site.attributes(request));
    }

    private static void sendWithoutPin(Site site) throws Exception {
        var request =
                site.postedAsXml(post(site, "service_code=PLAIN&address_id=%23NOTPINPOINTED%23"));
        assertEquals("#NOTPINPOINTED#", request.path("address_id").asText());
        assertTrue(request.path("lat").isNull());
    }

    private static void pollToken(Site site) throws Exception {
        Answer answer = post(site, "service_code=TREE&lat=42.77&long=-71.07&description=Dead");
        Element receipt = Dom.children(answer.ok().xml("service_requests"), "request").get(0);
        assertNull(Dom.text(receipt, "service_request_id"));
        String token = String.valueOf(Dom.text(receipt, "token"));
        String path =
                "/open311/v2/tokens/" + token + ".xml?jurisdiction_id=conformance.example.gov";

        Element pending = get(site, path).ok().xml("service_requests");
        assertNull(Dom.text(Dom.children(pending, "request").get(0), "service_request_id"));
        site.accept(token);
        for (int lookUp = 0; lookUp < 2; lookUp++) {
            Element accepted = get(site, path).ok().xml("service_requests");
            String id = Dom.text(Dom.children(accepted, "request").get(0), "service_request_id");
            assertEquals("Dead", site.request(String.valueOf(id)).path("description").asText());
        }
    }

    private static void importReports(Site site) throws Exception {
        String id = site.report("HISTORY");
        Element requests =
                get(
                                site,
                                "/open311/v2/requests.xml?end_date="
                                        + Moment.hoursAgo(-1)
                                        + "&jurisdiction_id=conformance.example.gov&service_code=HISTORY&start_date="
                                        + Moment.hoursAgo(24))
                        .ok()
                        .xml("service_requests");
        List<Element> each = Dom.children(requests, "request");
        assertTrue(each.stream().anyMatch(e -> id.equals(Dom.text(e, "service_request_id"))));
        for (Element request : each) {
            assertFalse(String.valueOf(Dom.text(request, "lat")).isEmpty());
            assertFalse(String.valueOf(Dom.text(request, "long")).isEmpty());
            OffsetDateTime.parse(String.valueOf(Dom.text(request, "requested_datetime")));
            OffsetDateTime.parse(String.valueOf(Dom.text(request, "updated_datetime")));
            assertTrue(List.of("open", "closed").contains(Dom.text(request, "status")));
        }
    }

    private static void askById(Site site) throws Exception {
        String old = site.report("PLAIN");
        String recent = site.report("PLAIN");
        site.makeOld(old, 400);
        Element requests =
                get(
                                site,
                                "/open311/v2/requests.xml?jurisdiction_id=conformance.example.gov&service_request_id="
                                        + old
                                        + "%2C"
                                        + recent)
                        .ok()
                        .xml("service_requests");
        assertEquals(
                List.of(recent, old),
                Dom.children(requests, "request").stream()
                        .map(request -> Dom.text(request, "service_request_id"))
                        .toList());
    }

    private static void exchangeUpdates(Site site) throws Exception {
        String id = site.report("PLAIN");
        String key = site.newManageKey();
        String form =
                "api_key="
                        + key
                        + "&description=Filled+%26+gone&email=a%40example.org&first_name=Ann"
                        + "&jurisdiction_id=conformance.example.gov&last_name=O%27Neil"
                        + "&media_url=http%3A%2F%2Fexample.org%2F1.jpeg&phone=&service_request_id="
                        + id
                        + "&status=FIXED&update_id=4711&updated_datetime="
                        + Moment.hoursAgo(0, "yyyy-MM-dd'T'HH'%3A'mm'%3A'ss'%2B00%3A00'");
        Answer answer = site.send(FORM_HEAD + form, "servicerequestupdates.xml");
        Element receipt =
                Dom.below(answer.ok().xml("service_request_updates"), "request_update").get(0);
        String updateId = String.valueOf(Dom.text(receipt, "update_id"));
        assertFalse(updateId.isBlank());

        Element updates =
                get(
                                site,
                                "/open311/v2/servicerequestupdates.xml?api_key="
                                        + key
                                        + "&end_date="
                                        + Moment.hoursAgo(-1, ESCAPED)
                                        + "&jurisdiction_id=conformance.example.gov&start_date="
                                        + Moment.hoursAgo(1, ESCAPED))
                        .ok()
                        .xml("service_request_updates");
        Element update =
                Dom.children(updates, "request_update").stream()
                        .filter(each -> updateId.equals(Dom.text(each, "update_id")))
                        .findFirst()
                        .orElseThrow();
        assertEquals(id, Dom.text(update, "service_request_id"));
        assertTrue(List.of("fixed", "closed").contains(Dom.text(update, "status")));
        assertEquals("Filled & gone", Dom.text(update, "description"));
        assertEquals("http://example.org/1.jpeg", Dom.text(update, "media_url"));
        OffsetDateTime.parse(String.valueOf(Dom.text(update, "updated_datetime")));
        assertEquals("closed", site.request(id).path("status").asText());
    }

    private static void readError(Site site) throws Exception {
        Answer answer =
                site.send(
                        FORM_HEAD + "api_key=wrong&service_code=PLAIN&lat=42.77&long=-71.07",
                        "requests.xml");
        Element error = Dom.children(answer.is(403).xml("errors"), "error").get(0);
        assertEquals("403", Dom.text(error, "code"));
        assertTrue(String.valueOf(Dom.text(error, "description")).contains("api_key"));
    }
}
