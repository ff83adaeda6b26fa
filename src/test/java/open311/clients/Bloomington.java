package open311.clients;

import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;

/** GeoReporter of Bloomington, for Android (Apache HttpClient 4.0) and for iOS. */
final class Bloomington {
    private static final String ANDROID = "Bloomington Android";
    private static final String IOS = "Bloomington iOS";

    private static final String ANDROID_POST =
            """
            POST /open311/v2//requests.{} HTTP/1.1
            Content-Length: {length}
            Content-Type: multipart/form-data; boundary=-----------------------7d4a6d158c9
            Host: {host}
            Connection: Keep-Alive
            User-Agent: Apache-HttpClient/UNAVAILABLE (java 1.4)
            Expect: 100-Continue

            """;

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            ANDROID, "pulls the services out of XML", Bloomington::pullServices),
                    new Recording(
                            ANDROID,
                            "parses order as an integer, and nothing but attributes in their list",
                            Bloomington::pullAttributes),
                    new Recording(
                            ANDROID,
                            "names an empty jurisdiction and asks for one request by its id",
                            site -> {
                                String id = site.report("PLAIN");
                                var answer =
                                        androidGet(
                                                site, "/requests/" + id + ".json?jurisdiction_id=");
                                assertEquals(List.of(id), Json.texts(answer, "service_request_id"));
                            }),
                    new Recording(
                            ANDROID,
                            "waits for 100 Continue, then sends a picture and ISO-8859-1",
                            Bloomington::postPicture),
                    new Recording(
                            ANDROID,
                            "sends empty brackets for each value of a list",
                            Bloomington::postList),
                    new Recording(ANDROID, "reads errors in XML", Bloomington::readErrors),
                    new Recording(
                            IOS,
                            "sends its key on a GET and groups the services",
                            Bloomington::group),
                    new Recording(
                            IOS,
                            "posts media.png and a list in brackets, as AFNetworking has it",
                            Bloomington::postFromIos),
                    new Recording(
                            IOS,
                            "takes element 0 of a request, its token without an id while it waits",
                            Bloomington::followToken),
                    new Recording(
                            IOS,
                            "shows message 0 of an error, be it of a path that is none",
                            site -> {
                                for (String path : List.of("requests/0.json", "nothing.json")) {
                                    JsonNode messages = iosGet(site, path).is(404).json();
                                    assertFalse(
                                            Json.text(messages.get(0), "description").isEmpty());
                                }
                            }));

    private Bloomington() {}

    private static Answer androidGet(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                Host: {host}
                Connection: Keep-Alive
                User-Agent: Apache-HttpClient/UNAVAILABLE (java 1.4)
                """,
                resource);
    }

    private static XMLStreamReader pull(Answer answer) throws Exception {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(answer.text()));
        reader.nextTag();
        return reader;
    }

    private static void pullServices(Site site) throws Exception {
        XMLStreamReader reader = pull(androidGet(site, "/services.xml?jurisdiction_id=").ok());
        reader.require(START_ELEMENT, null, "services");
        int services = 0;
        while (reader.nextTag() == START_ELEMENT) {
            reader.require(START_ELEMENT, null, "service");
            while (reader.nextTag() == START_ELEMENT) {
                reader.getElementText();
            }
            services++;
        }
        assertTrue(services > 5);
    }

    private static void pullAttributes(Site site) throws Exception {
        XMLStreamReader reader =
                pull(androidGet(site, "/services/POTHOLE.xml?jurisdiction_id=").ok());
        reader.require(START_ELEMENT, null, "service_definition");
        reader.nextTag();
        reader.require(START_ELEMENT, null, "service_code");
        reader.getElementText();
        reader.nextTag();
        reader.require(START_ELEMENT, null, "attributes");
        int orders = 0;
        while (reader.nextTag() == START_ELEMENT) {
            reader.require(START_ELEMENT, null, "attribute");
            while (reader.nextTag() == START_ELEMENT) {
                String name = reader.getLocalName();
                if (name.equals("values")) {
                    while (reader.nextTag() == START_ELEMENT) {
                        reader.require(START_ELEMENT, null, "value");
                        while (reader.nextTag() == START_ELEMENT) {
                            reader.getElementText();
                        }
                    }
                } else if (name.equals("order")) {
                    orders += Math.min(1, Integer.parseInt(reader.getElementText()));
                } else {
                    reader.getElementText();
                }
            }
        }
        assertEquals(7, orders);
    }

    private static void postPicture(Site site) throws Exception {
        var answer =
                site.sendLatin1(
                        ANDROID_POST
                                + """
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="jurisdiction_id"

                                conformance.example.gov
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="api_key"

                                {key}
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="service_code"

                                PLAIN
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="lat"

                                42.77
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="long"

                                -71.07
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="description"

                                Große Löcher
                                -------------------------7d4a6d158c9
                                Content-Disposition: form-data; name="media"; filename="media.png"
                                Content-Type: image/png

                                {png}
                                -------------------------7d4a6d158c9--
                                """,
                        "json");
        assertEquals("Große Löcher", site.posted(answer).path("description").asText());
    }

    private static void postList(Site site) throws Exception {
        var request =
                site.postedAsXml(
                        site.send(
                                """
                                POST /open311/v2//requests.xml HTTP/1.1
                                Content-Length: {length}
                                Content-Type: application/x-www-form-urlencoded
                                Host: {host}
                                Connection: Keep-Alive
                                User-Agent: Apache-HttpClient/UNAVAILABLE (java 1.4)
                                Expect: 100-Continue

                                jurisdiction_id=&api_key={key}&service_code=POTHOLE&lat=42.77&long=-71.07&address_string=4+Summer+Street&attribute%5BSEVERAL%5D%5B%5D=01&attribute%5BSEVERAL%5D%5B%5D=C&attribute%5BONE%5D=007
                                """));
        assertEquals("{ONE=[007], SEVERAL=[01, C]}", site.attributes(request));
        assertEquals("4 Summer Street", request.path("address").asText());
        assertEquals(42.77, request.path("lat").asDouble());
    }

    private static void readErrors(Site site) throws Exception {
        XMLStreamReader reader =
                pull(
                        site.send(
                                        ANDROID_POST
                                                + """
                                                -------------------------7d4a6d158c9
                                                Content-Disposition: form-data; name="service_code"

                                                PLAIN
                                                -------------------------7d4a6d158c9--
                                                """,
                                        "xml")
                                .is(403));
        reader.require(START_ELEMENT, null, "errors");
        reader.nextTag();
        reader.require(START_ELEMENT, null, "error");
        reader.nextTag();
        reader.require(START_ELEMENT, null, "code");
        assertEquals("403", reader.getElementText());
        reader.nextTag();
        reader.require(START_ELEMENT, null, "description");
        assertFalse(reader.getElementText().isEmpty());
    }

    private static Answer iosGet(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2//{}?jurisdiction_id=conformance.example.gov&api_key={key} HTTP/1.1
                Host: {host}
                Accept-Encoding: gzip, deflate
                Accept: */*
                Accept-Language: en-us
                Connection: keep-alive
                User-Agent: GeoReporter/2.1 CFNetwork/672.0.8 Darwin/14.0.0
                """,
                resource);
    }

    private static void group(Site site) throws Exception {
        for (JsonNode service : Json.array(iosGet(site, "services.json"))) {
            Json.text(service, "group");
            Json.text(service, "keywords");
            Json.text(service, "description");
            assertTrue(service.path("metadata").isBoolean());
        }
    }

    private static void postFromIos(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                """
                                POST /open311/v2//requests.json HTTP/1.1
                                Host: {host}
                                Content-Type: multipart/form-data; boundary=Boundary+0EA70F1337D2B4A9
                                Connection: keep-alive
                                Accept: */*
                                User-Agent: GeoReporter/2.1 (iPhone; iOS 7.1; Scale/2.00)
                                Content-Length: {length}
                                Accept-Language: en;q=1, fr;q=0.9, zh-Hans;q=0.8
                                Accept-Encoding: gzip, deflate

                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="jurisdiction_id"

                                conformance.example.gov
                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="api_key"

                                {key}
                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="service_code"

                                POTHOLE
                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="address_string"

                                4 Søndergade
                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="attribute[SEVERAL][]"

                                b:2
                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="attribute[SEVERAL][]"

                                C
                                --Boundary+0EA70F1337D2B4A9
                                Content-Disposition: form-data; name="media"; filename="media.png"
                                Content-Type: image/png

                                {png}
                                --Boundary+0EA70F1337D2B4A9--
                                """));
        assertEquals("4 Søndergade", request.path("address").asText());
        assertEquals("{SEVERAL=[b:2, C]}", site.attributes(request));
    }

    private static void followToken(Site site) throws Exception {
        String token = site.report("TREE");
        assertFalse(
                Json.array(iosGet(site, "tokens/" + token + ".json"))
                        .get(0)
                        .has("service_request_id"));
        site.accept(token);
        JsonNode exchanged = Json.array(iosGet(site, "tokens/" + token + ".json")).get(0);
        String id = Json.text(exchanged, "service_request_id");
        assertEquals(
                List.of("open"), Json.texts(iosGet(site, "requests/" + id + ".json"), "status"));
    }
}
