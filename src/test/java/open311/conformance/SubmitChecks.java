package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

/** POST service request. */
final class SubmitChecks {
    private static final String SERVICE_CODE = "service_code=" + Town.PLAIN;
    private static final String PLACE = "&address_string=1+Main+Street";
    private static final String FACE = "\uD83D\uDE42";
    private static final int LONGEST_DESCRIPTION = 4000;

    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "POST-01 11.6",
                            "the answer is a list of exactly one receipt",
                            client -> client.report("service_code", Town.PLAIN).receipt()),
                    Check.of(
                            "POST-02 11.6",
                            "realtime: an id and no token; batch: a token and no id",
                            client -> {
                                Item realtime = client.report("service_code", Town.PLAIN).receipt();
                                assertTrue(realtime.has("service_request_id"));
                                assertFalse(realtime.has("token"));
                                Item batch = client.report("service_code", Town.BATCH).receipt();
                                assertTrue(batch.has("token"));
                                assertFalse(batch.has("service_request_id"));
                            }),
                    Check.of(
                            "POST-02 A-12",
                            "blackbox: neither, only what will happen; and it is never listed",
                            client -> {
                                Item receipt =
                                        client.report("service_code", Town.BLACKBOX).receipt();
                                assertFalse(
                                        receipt.has("service_request_id") || receipt.has("token"));
                                assertEquals("By mail", receipt.text("service_notice"));
                                assertEquals(
                                        List.of(),
                                        client.get("requests", "service_code", Town.BLACKBOX)
                                                .ids());
                            }),
                    Check.of(
                            "POST-03 A-13",
                            "success is 200, and Location leads to the request or to the token",
                            client -> {
                                for (String code : List.of(Town.PLAIN, Town.BATCH)) {
                                    Reply reply = client.report("service_code", code);
                                    reply.receipt();
                                    Reply there =
                                            client.send(client.call(reply.header("Location")));
                                    assertEquals(200, there.status());
                                }
                            }),
                    Check.of(
                            "POST-04 A-36",
                            "account_id is echoed, and null where none was sent; service_notice is the service's",
                            client -> {
                                assertEquals(
                                        "me-7",
                                        client.report(
                                                        "service_code",
                                                        Town.PLAIN,
                                                        "account_id",
                                                        "me-7")
                                                .receipt()
                                                .text("account_id"));
                                Item receipt =
                                        client.report("service_code", Town.POTHOLE).receipt();
                                assertNull(receipt.text("account_id"));
                                assertEquals("Within two days.", receipt.text("service_notice"));
                            }),
                    Check.of(
                            "GEN-14 11.6",
                            "without an api_key, or with a blank one, 403",
                            client -> {
                                client.post(SERVICE_CODE + PLACE).refuses(403, "api_key");
                                client.post("api_key=&" + SERVICE_CODE + PLACE)
                                        .refuses(403, "api_key");
                            }),
                    Check.of(
                            "GEN-14 11.6",
                            "with a wrong api_key 403, whatever else is wrong",
                            client -> {
                                client.post("api_key=wrong&" + SERVICE_CODE + PLACE)
                                        .refuses(403, "api_key");
                                client.post("api_key=wrong&service_code=UNKNOWN")
                                        .refuses(403, "api_key");
                            }),
                    Check.of(
                            "A-07",
                            "the key is taken from the query and from the two headers, too",
                            SubmitChecks::checkKeyTransports),
                    Check.of(
                            "A-06",
                            "parameters may stand in the query",
                            client -> {
                                String form = Form.of("api_key", client.key()) + "&" + SERVICE_CODE;
                                client.send(
                                                client.call(
                                                                client.path("requests")
                                                                        + "?"
                                                                        + form
                                                                        + PLACE)
                                                        .header("Content-Type", Client.FORM)
                                                        .POST(BodyPublishers.noBody()))
                                        .newId();
                            }),
                    Check.of(
                            "11.6 11.11",
                            "a missing service_code is a 400, an unknown one a 404",
                            client -> {
                                client.report("description", "x").refuses(400, "service_code");
                                client.report("service_code", "UNKNOWN")
                                        .refuses(404, "service_code");
                            }),
                    Check.of(
                            "11.6",
                            "no location is a 400",
                            client ->
                                    client.post(
                                                    Form.of("api_key", client.key())
                                                            + "&"
                                                            + SERVICE_CODE)
                                            .refuses(400, "location")),
                    Check.of(
                            "A-24 11.6",
                            "half a pair of coordinates is a 400, as are impossible ones",
                            client -> {
                                for (String place :
                                        List.of(
                                                "lat=42.7",
                                                "lat=42.7" + PLACE,
                                                "lat=0&long=181",
                                                "lat=0&long=-71,0")) {
                                    client.reportRaw(SERVICE_CODE + "&" + place)
                                            .refuses(400, "long");
                                }
                                for (String place :
                                        List.of(
                                                "long=-71",
                                                "lat=91&long=0",
                                                "lat=NaN&long=0",
                                                "lat=north&long=0")) {
                                    client.reportRaw(SERVICE_CODE + "&" + place)
                                            .refuses(400, "lat ");
                                }
                            }),
                    Check.of(
                            "11.6",
                            "each of the three forms of a location will do",
                            client -> {
                                for (String place :
                                        List.of(
                                                "lat=42.776&long=-71.077",
                                                "address_string=1+Main+Street",
                                                "address_id=17")) {
                                    client.reportRaw(SERVICE_CODE + "&" + place).newId();
                                }
                            }),
                    Check.of(
                            "A-25 11.8",
                            "several forms of a location are all kept",
                            SubmitChecks::checkPlaces),
                    Check.of(
                            "A-26 11.6",
                            "a missing required attribute is a 400 that names it, as is a blank one",
                            client -> {
                                String strict = "service_code=" + Town.STRICT;
                                client.reportRaw(strict).refuses(400, "NAME");
                                List<String> errors = client.reportRaw(strict).errors(400);
                                assertEquals(2, errors.size(), "one error for each of them");
                                client.reportRaw(strict + "&attribute[NAME]=&attribute[KIND][]=A")
                                        .refuses(400, "NAME");
                                client.reportRaw(strict + "&attribute[NAME]=x&attribute[KIND][]=A")
                                        .newId();
                            }),
                    Check.of(
                            "A-26 11.6",
                            "several values: with plain and with encoded brackets, counted, repeated, joined",
                            SubmitChecks::checkMultipleValues),
                    Check.of(
                            "A-26",
                            "a value that its datatype does not allow is a 400 that names the attribute",
                            client -> {
                                for (String wrong :
                                        List.of(
                                                "COUNT]=many",
                                                "WHEN]=soon",
                                                "ONE]=XL",
                                                "SEVERAL][]=Z",
                                                "ONE]=S&attribute[ONE]=007",
                                                "ONE]=7")) {
                                    client.reportRaw(
                                                    "service_code="
                                                            + Town.POTHOLE
                                                            + "&attribute["
                                                            + wrong)
                                            .refuses(400, wrong.substring(0, wrong.indexOf(']')));
                                }
                            }),
                    Check.of(
                            "A-26",
                            "answers to what is only shown, and to what is not asked, are ignored",
                            client ->
                                    client.report(
                                                    "service_code",
                                                    Town.POTHOLE,
                                                    "attribute[INFO]",
                                                    "read",
                                                    "attribute[two words: 1.5]",
                                                    "a\nb",
                                                    "attribute[fixmystreet_id]",
                                                    "7")
                                            .newId()),
                    Check.of(
                            "A-27 11.6",
                            "a description has at most 4000 characters, however many bytes they take",
                            client -> {
                                for (String character : List.of("x", FACE)) {
                                    String text = character.repeat(LONGEST_DESCRIPTION);
                                    assertEquals(text, described(client, text));
                                    client.report(
                                                    "service_code",
                                                    Town.PLAIN,
                                                    "description",
                                                    text + character)
                                            .refuses(400, "description");
                                }
                            }),
                    Check.of(
                            "GEN-05 11.6 11.8",
                            "accents, other scripts, emoji, line breaks and markup come back as they were sent",
                            client -> {
                                String text =
                                        "Zażółć gęślą \"jaźń\" — 路面に穴 "
                                                + FACE
                                                + "\n<b>5 < 6</b> && ]]> 'é'";
                                assertEquals(text, described(client, text));
                            }),
                    Check.of(
                            "A-27",
                            "carriage returns become line feeds; what XML cannot hold is left out",
                            client -> assertEquals("a\nbc", described(client, "a\r\nb\u0001c"))),
                    Check.of(
                            "GEN-05",
                            "bytes that are not UTF-8 are read as ISO-8859-1",
                            client -> {
                                String id =
                                        client.reportRaw(SERVICE_CODE + "&description=Gro%DFe")
                                                .newId();
                                assertEquals("Große", read(client, id).text("description"));
                            }),
                    Check.of(
                            "GEN-10 11.6",
                            "blank optional parameters count as absent",
                            client -> {
                                String id =
                                        client.report(
                                                        "service_code",
                                                        Town.PLAIN,
                                                        "lat",
                                                        "",
                                                        "long",
                                                        "",
                                                        "address_string",
                                                        "1 Main Street",
                                                        "address_id",
                                                        "",
                                                        "email",
                                                        "",
                                                        "device_id",
                                                        "",
                                                        "account_id",
                                                        "",
                                                        "first_name",
                                                        "",
                                                        "last_name",
                                                        "",
                                                        "phone",
                                                        "",
                                                        "description",
                                                        " ",
                                                        "media_url",
                                                        "",
                                                        "jurisdiction_id",
                                                        "")
                                                .newId();
                                Item request = read(client, id);
                                for (String name :
                                        List.of(
                                                "lat",
                                                "long",
                                                "address_id",
                                                "description",
                                                "media_url")) {
                                    assertNull(request.text(name), name);
                                }
                            }),
                    Check.of(
                            "A-28",
                            "media_url: http and https, the first of several; anything else is a 400",
                            client -> {
                                String id =
                                        client.report(
                                                        "service_code",
                                                        Town.PLAIN,
                                                        "media_url",
                                                        "https://example.org/1.jpg",
                                                        "media_url",
                                                        "http://example.org/2.jpg")
                                                .newId();
                                assertEquals(
                                        "https://example.org/1.jpg",
                                        read(client, id).text("media_url"));
                                client.report(
                                                "service_code",
                                                Town.PLAIN,
                                                "media_url",
                                                "javascript:alert(1)")
                                        .refuses(400, "media_url");
                            }),
                    Check.of(
                            "A-29",
                            "multipart/form-data is read like a form, files do no harm",
                            client -> client.upload("no picture").newId()),
                    Check.of(
                            "A-29",
                            "a body without a Content-Type is a form; JSON is a 415",
                            client -> {
                                String form =
                                        Form.of("api_key", client.key())
                                                + "&"
                                                + SERVICE_CODE
                                                + PLACE;
                                client.send(
                                                client.call(client.path("requests"))
                                                        .POST(BodyPublishers.ofString(form)))
                                        .newId();
                                client.send(
                                                client.call(client.path("requests"))
                                                        .header("Content-Type", "text/html")
                                                        .POST(BodyPublishers.ofString(form)))
                                        .errors(415);
                            }),
                    Check.of(
                            "A-37",
                            "the same report twice is two requests",
                            client ->
                                    assertNotEquals(
                                            client.report("service_code", Town.PLAIN).newId(),
                                            client.report("service_code", Town.PLAIN).newId())));

    private SubmitChecks() {}

    private static void checkKeyTransports(Client client) throws Exception {
        String form = SERVICE_CODE + PLACE;
        client.send(
                        client.call(client.path("requests"), "api_key", client.key())
                                .header("Content-Type", Client.FORM)
                                .POST(BodyPublishers.ofString(form)))
                .newId();
        for (String[] header :
                List.of(
                        new String[] {"X-API-Key", client.key()},
                        new String[] {"Authorization", "Bearer " + client.key()})) {
            client.send(
                            client.call(client.path("requests"))
                                    .header("Content-Type", Client.FORM)
                                    .header(header[0], header[1])
                                    .POST(BodyPublishers.ofString(form)))
                    .newId();
        }
    }

    private static void checkPlaces(Client client) throws Exception {
        String id =
                client.report(
                                "service_code",
                                Town.PLAIN,
                                "lat",
                                "42.7761",
                                "long",
                                "-71.0772",
                                "address_string",
                                "4 Summer Street, Haverhill",
                                "address_id",
                                "0042")
                        .newId();
        Item request = read(client, id);
        Violation.unless(
                Double.compare(request.number("lat"), 42.7761) == 0
                        && Double.compare(request.number("long"), -71.0772) == 0,
                "11.8",
                "the place has moved: " + request);
        assertEquals("4 Summer Street, Haverhill", request.text("address"));
        assertEquals("0042", request.text("address_id"));
    }

    private static void checkMultipleValues(Client client) throws Exception {
        for (String values :
                List.of(
                        "attribute[SEVERAL][]=01&attribute[SEVERAL][]=b:2",
                        "attribute%5BSEVERAL%5D%5B%5D=01&attribute%5BSEVERAL%5D%5B%5D=b%3A2",
                        "attribute[SEVERAL][0]=01&attribute[SEVERAL][1]=C",
                        "attribute[SEVERAL]=01&attribute[SEVERAL]=C",
                        "attribute[SEVERAL]=01,C",
                        "attribute[SEVERAL]=C")) {
            client.reportRaw("service_code=" + Town.POTHOLE + "&" + values).newId();
        }
    }

    private static String described(Client client, String description) throws Exception {
        String id = client.report("service_code", Town.PLAIN, "description", description).newId();
        return String.valueOf(read(client, id).text("description"));
    }

    private static Item read(Client client, String id) throws Exception {
        return client.getOne("requests", id).request();
    }
}
