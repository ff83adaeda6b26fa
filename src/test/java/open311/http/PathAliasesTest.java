package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathAliasesTest {
    @ParameterizedTest
    @CsvSource({
        "/requests/xml,                 ,                      /requests.xml",
        "/requests/JSON,                ,                      /requests.json",
        "/service/001.xml,              ,                      /services/001.xml",
        "/service/a%2Fb,                ,                      /services/a%2Fb",
        "/service_definition.xml,       service_code=001,      /services/001.xml",
        "/service_definition,           service_code=001,      /services/001",
        "/service_definition.JSON,      'x=1&service_code=a+b/c%C3%A9', /services/a%20b%2Fc%C3%A9.JSON",
    })
    void aliasIsWhatTheClientMeans(String path, String query, String meant) {
        assertEquals("/open311/v2" + meant, PathAliases.resolve("/open311/v2" + path, query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/requests/xml",
                "/service/001",
                "/open311/v2",
                "/open311/v2/requests",
                "/open311/v2/requests.xml",
                "/open311/v2/requests/xml/",
                "/open311/v2/requests/xml.json",
                "/open311/v2/requests/100001.xml",
                "/open311/v2/services/xml",
                "/open311/v2/service/",
                "/open311/v2/service/a/b",
                "/open311/v2/service_definition.xml",
                "/open311/v2/service_definitions",
            })
    void everyOtherPathIsItself(String path) {
        assertEquals(path, PathAliases.resolve(path, "service_code=%"));
    }
}
