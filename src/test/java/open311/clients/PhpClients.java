package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Clients in PHP: the WordPress plugin, geopal and the campaign that validated by schema. */
final class PhpClients {
    private static final String WORDPRESS = "wp-open311";
    private static final String GEOPAL = "geopal";
    private static final String CAMPAIGN = "schema-validation campaign";

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            WORDPRESS,
                            "speaks HTTP/1.0 and names no jurisdiction",
                            site ->
                                    assertTrue(
                                            Json.texts(
                                                            site.send(
                                                                    """
                                                                    GET /open311/v2/services.json HTTP/1.0
                                                                    User-Agent: WordPress/3.4.2; http://blog.example.org
                                                                    Accept: */*
                                                                    Host: {host}
                                                                    Connection: close
                                                                    """),
                                                            "service_name")
                                                    .contains("Pothole"))),
                    new Recording(
                            GEOPAL,
                            "posts every optional field empty, and the address under its short name",
                            PhpClients::postEmptyFields),
                    new Recording(
                            GEOPAL,
                            "asks with W3C dates",
                            site -> {
                                String id = site.report("HISTORY");
                                Answer answer =
                                        get(
                                                site,
                                                "requests.json?status=open&start_date="
                                                        + Moment.hoursAgo(
                                                                5,
                                                                "yyyy-MM-dd'T'HH'%3A'mm'%3A'ss'%2B00%3A00'")
                                                        + "&end_date=&service_request_id=");
                                assertTrue(Json.texts(answer, "service_request_id").contains(id));
                            }),
                    new Recording(
                            CAMPAIGN,
                            "knows services whose texts are texts and whose metadata is a boolean",
                            site -> {
                                for (JsonNode service : Json.array(get(site, "services.json"))) {
                                    for (String member :
                                            List.of(
                                                    "service_code",
                                                    "service_name",
                                                    "description",
                                                    "type",
                                                    "keywords",
                                                    "group")) {
                                        Json.text(service, member);
                                    }
                                    assertTrue(service.path("metadata").isBoolean());
                                }
                            }),
                    new Recording(
                            CAMPAIGN,
                            "knows attributes whose order is an integer and whose required is a boolean",
                            PhpClients::validateDefinition),
                    new Recording(
                            CAMPAIGN,
                            "knows requests with null for what is not known, and numbers for the place",
                            PhpClients::validateRequests));

    private PhpClients() {}

    private static Answer get(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                Host: {host}
                Accept: */*
                """,
                resource);
    }

    private static void postEmptyFields(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                """
                                POST /open311/v2/requests.json HTTP/1.1
                                Host: {host}
                                Accept: */*
                                Content-Length: {length}
                                Content-Type: application/x-www-form-urlencoded

                                jurisdiction_id=&service_code=PLAIN&lat=&long=&address=4+Summer+Street&address_id=&email=&device_id=&account_id=&first_name=&last_name=&phone=&description=&media_url=&api_key={key}
                                """));
        assertEquals("4 Summer Street", request.path("address").asText());
        for (String member : List.of("description", "media_url", "address_id", "lat")) {
            assertTrue(request.path(member).isNull(), member);
        }
    }

    private static void validateDefinition(Site site) throws Exception {
        for (JsonNode attribute :
                get(site, "services/POTHOLE.json").ok().json().path("attributes")) {
            for (String member : List.of("code", "datatype")) {
                Json.text(attribute, member);
            }
            assertTrue(attribute.path("order").isInt());
            assertTrue(attribute.path("required").isBoolean());
            assertTrue(attribute.path("variable").isBoolean());
            for (JsonNode value : attribute.path("values")) {
                Json.text(value, "key");
                Json.text(value, "name");
            }
        }
    }

    private static void validateRequests(Site site) throws Exception {
        site.report("PLAIN");
        for (JsonNode request : Json.array(get(site, "requests.json"))) {
            Json.text(request, "service_request_id");
            Json.text(request, "service_code");
            request.forEach(value -> assertTrue(!value.isTextual() || !value.asText().isEmpty()));
            for (String member : List.of("lat", "long")) {
                assertTrue(request.path(member).isNumber() || request.path(member).isNull());
            }
        }
    }
}
