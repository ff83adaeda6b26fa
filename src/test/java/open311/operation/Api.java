package open311.operation;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.params.provider.Arguments;

/** Calls of this server, every answer of which is held against the contract. */
final class Api {
    static final String V2 = "/open311/v2/";
    static final String FORM = "application/x-www-form-urlencoded";

    private static final RestAssuredConfig CONFIG =
            RestAssuredConfig.config()
                    .encoderConfig(
                            EncoderConfig.encoderConfig()
                                    .defaultContentCharset(StandardCharsets.UTF_8)
                                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                    .encodeContentTypeAs(FORM, ContentType.TEXT)
                                    .encodeContentTypeAs("application/yaml", ContentType.TEXT));

    private Api() {}

    /** A call under construction; its URL is sent as it is written. */
    static RequestSpecification call() {
        return given().config(CONFIG).urlEncodingEnabled(false).filter(new ContractFilter());
    }

    static Answer get(String pathAndQuery, String... headers) {
        return new Answer(with(headers).get(pathAndQuery));
    }

    static Answer head(String pathAndQuery) {
        return new Answer(call().head(pathAndQuery));
    }

    static Answer send(String method, String pathAndQuery, String... headers) {
        return new Answer(with(headers).request(method, pathAndQuery));
    }

    static Answer post(String pathAndQuery, String form, String... headers) {
        return new Answer(
                with(headers).contentType(FORM + "; charset=utf-8").body(form).post(pathAndQuery));
    }

    /** A call of the operator with the first admin key. */
    static RequestSpecification admin() {
        return call().header("X-API-Key", TestDatabase.ADMIN_KEY);
    }

    static Answer putJurisdiction(String jurisdictionId, String yaml) {
        return new Answer(
                admin().contentType("application/yaml")
                        .body(yaml)
                        .put("/admin/v1/jurisdictions/" + jurisdictionId));
    }

    /** A new key and its id. */
    static Key newKey(List<String> scopes, List<String> jurisdictionIds) {
        var answer =
                new Answer(
                                admin().contentType(ContentType.JSON)
                                        .body(
                                                """
                                                {"name": "Test", "scopes": %s, "jurisdiction_ids": %s}
                                                """
                                                        .formatted(
                                                                quoted(scopes),
                                                                quoted(jurisdictionIds)))
                                        .post("/admin/v1/keys"))
                        .is(200)
                        .json();
        return new Key(answer.path("id").asText(), answer.path("api_key").asText());
    }

    /** Both formats, each with every one of the values: for {@code @MethodSource}. */
    static <T> Stream<Arguments> inBothFormats(List<T> values) {
        return values.stream()
                .flatMap(
                        value ->
                                Stream.of(Format.values())
                                        .map(format -> Arguments.of(format, value)));
    }

    private static List<String> quoted(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").toList();
    }

    private static RequestSpecification with(String... headers) {
        RequestSpecification call = call();
        for (int i = 0; i < headers.length; i += 2) {
            call.header(headers[i], headers[i + 1]);
        }
        return call;
    }

    /** A key and its secret. */
    record Key(String id, String secret) {}
}
