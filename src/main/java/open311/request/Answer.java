package open311.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a reporter answered to one attribute of the service.
 *
 * @param values one, or of a multivaluelist any number
 */
record Answer(String code, List<String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String toJson(List<Answer> answers) {
        try {
            return JSON.writeValueAsString(answers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
