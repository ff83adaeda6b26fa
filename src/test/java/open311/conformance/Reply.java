package open311.conformance;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An answer. Reading it as a resource holds it against the rules of that resource; each of these
 * methods is a check in itself.
 */
final class Reply {
    private final Syntax syntax;
    private final HttpResponse<byte[]> response;

    Reply(Syntax syntax, HttpResponse<byte[]> response) {
        this.syntax = syntax;
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    byte[] bytes() {
        return response.body();
    }

    String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    Item discovery() {
        return success(Shape.DISCOVERY).get(0);
    }

    List<Item> services() {
        return success(Shape.SERVICES);
    }

    Item definition() {
        return success(Shape.DEFINITION).get(0);
    }

    /** The answer to a POST. */
    Item receipt() {
        return success(Shape.RECEIPT).get(0);
    }

    /** That of a request which got its id at once. */
    String newId() {
        Item receipt = receipt();
        String id = receipt.text("service_request_id");
        Violation.unless(id != null, "POST-02", "no service_request_id in " + receipt);
        return id;
    }

    /** That of a request which waits. */
    String newToken() {
        Item receipt = receipt();
        String token = receipt.text("token");
        Violation.unless(token != null, "POST-02", "no token in " + receipt);
        return token;
    }

    Item token() {
        return success(Shape.TOKEN).get(0);
    }

    List<Item> requests() {
        return success(Shape.REQUESTS);
    }

    List<String> ids() {
        return requests().stream().map(item -> item.text("service_request_id")).toList();
    }

    /** The one of GET request. */
    Item request() {
        return success(Shape.REQUEST).get(0);
    }

    /** The descriptions of an error document, all of which is as it has to be. */
    List<String> errors(int status) {
        expectStatus(status);
        List<Item> errors = read(Shape.ERRORS);
        // Each may have its own code; that of the answer is one of them.
        Violation.unless(
                errors.stream()
                        .anyMatch(error -> Integer.toString(status).equals(error.text("code"))),
                "ERR-03",
                errors.toString());
        return errors.stream().map(error -> error.text("description")).toList();
    }

    /** An error document with this status, one error of which has the text. */
    void refuses(int status, String text) {
        List<String> errors = errors(status);
        Violation.unless(
                errors.stream().anyMatch(error -> error.contains(text)),
                "ERR-04",
                "'" + text + "' is not named in " + errors);
    }

    /** The answer as this resource, whatever its status. */
    List<Item> read(Shape shape) {
        return Rules.read(syntax, shape, header("Content-Type"), bytes());
    }

    private List<Item> success(Shape shape) {
        Violation.unless(status() == 200 || status() >= 300, "A-13", "success is " + status());
        expectStatus(200);
        return read(shape);
    }

    private void expectStatus(int status) {
        if (status() != status) {
            throw new AssertionError(
                    status() + " in place of " + status + ": " + response.uri() + " " + text());
        }
    }
}
