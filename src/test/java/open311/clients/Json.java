package open311.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** JSON as clients with types look at it. */
final class Json {
    private Json() {}

    /** The objects of an array at the top, which has to be one. */
    static List<JsonNode> array(Answer answer) {
        JsonNode array = answer.ok().json();
        assertTrue(array.isArray(), answer::toString);
        var objects = new ArrayList<JsonNode>();
        array.forEach(objects::add);
        return objects;
    }

    static List<String> texts(Answer answer, String member) {
        return array(answer).stream().map(object -> text(object, member)).toList();
    }

    /** A text that is there. */
    static String text(JsonNode object, String member) {
        assertTrue(object.path(member).isTextual(), () -> member + " is no text in " + object);
        return object.path(member).textValue();
    }
}
