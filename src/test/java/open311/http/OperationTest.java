package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void everyOperationOfTheContractIsKnownByItsName() throws IOException {
        JsonNode paths =
                new YAMLMapper()
                        .readTree(Files.readString(Path.of("openapi", "openapi.yaml")))
                        .path("paths");
        Set<Operation> found = EnumSet.of(Operation.NONE);
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    Operation operation =
                            Operation.of(
                                    HttpMethod.valueOf(member.getKey().toUpperCase(Locale.ROOT)),
                                    path.getKey()
                                            .replace("{format}", "xml")
                                            .replaceAll("\\{\\w+}", "a.b"));
                    assertEquals(
                            member.getValue().path("operationId").asText(),
                            operation.operationId(),
                            path.getKey());
                    found.add(operation);
                }
            }
        }
        assertEquals(EnumSet.allOf(Operation.class), found);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /open311/v2/requests, getServiceRequests",
        "HEAD, /open311/v2/requests.JSON, getServiceRequests",
        "GET, //open311/v2//services.xml/, getServiceList",
        "GET, /open311/v2/requests/1%2F2.json, getServiceRequest",
        "GET, '', getHomePage",
        "DELETE, /open311/v2/requests, none",
        "GET, /open311/v2/requests/1/2.json, none",
        "GET, /open311/v2/requests/1/follow, none",
        "POST, /open311/v2/requests//follow, none",
        "GET, /open311/v2/requests.pdf, none",
        "GET, /open311/v2/%zz, none",
        "GET, /q/metrics, none",
        "FOO, /, none",
    })
    void pathsAndMethods(String method, String path, String operationId) {
        assertEquals(operationId, Operation.of(HttpMethod.valueOf(method), path).operationId());
    }
}
