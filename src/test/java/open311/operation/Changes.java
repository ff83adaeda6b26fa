package open311.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import open311.http.Format;
import org.w3c.dom.Element;

/** A part of the change feed, read alike from JSON and from XML. */
record Changes(String next, List<Entry> entries) {
    static Changes of(Answer answer) {
        answer.is(200);
        var entries = new ArrayList<Entry>();
        if (answer.format() == Format.JSON) {
            JsonNode feed = answer.json();
            feed.path("changes").forEach(entry -> entries.add(Entry.of(entry)));
            return new Changes(feed.path("next").asText(), entries);
        }
        List<Element> members = Xml.children(answer.xml());
        for (Element entry : Xml.children(members.get(1))) {
            var texts = new LinkedHashMap<String, String>();
            Map<String, String> request = null;
            for (Element member : Xml.children(entry)) {
                if (member.getTagName().equals("request")) {
                    request = texts(member);
                } else {
                    texts.put(member.getTagName(), member.getTextContent());
                }
            }
            entries.add(new Entry(texts, request));
        }
        return new Changes(members.get(0).getTextContent(), entries);
    }

    /** The changes of a city after a cursor. */
    static Changes after(City city, Format format, String cursor) {
        return of(city.get(format, "changes", Form.of("after", cursor)));
    }

    /** What happened to which request, as {@code "created 100001"}. */
    List<String> told() {
        return entries.stream().map(entry -> (entry.change() + " " + entry.id()).strip()).toList();
    }

    private static Map<String, String> texts(Element record) {
        var texts = new LinkedHashMap<String, String>();
        for (Element member : Xml.children(record)) {
            texts.put(
                    member.getTagName(),
                    member.getTextContent().isEmpty() ? null : member.getTextContent());
        }
        return texts;
    }

    /**
     * One change.
     *
     * @param request null: none was shown
     */
    record Entry(Map<String, String> texts, Map<String, String> request) {
        static Entry of(JsonNode entry) {
            var texts = new LinkedHashMap<String, String>();
            Map<String, String> request = null;
            for (Map.Entry<String, JsonNode> member : entry.properties()) {
                if (member.getKey().equals("request")) {
                    request = new LinkedHashMap<>();
                    for (Map.Entry<String, JsonNode> field : member.getValue().properties()) {
                        request.put(
                                field.getKey(),
                                field.getValue().isNull() ? null : field.getValue().asText());
                    }
                } else {
                    texts.put(member.getKey(), member.getValue().asText());
                }
            }
            return new Entry(texts, request);
        }

        String change() {
            return texts.get("change");
        }

        String id() {
            return texts.getOrDefault("service_request_id", "");
        }

        String cursor() {
            return texts.get("cursor");
        }
    }
}
