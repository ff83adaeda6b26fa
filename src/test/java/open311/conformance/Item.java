package open311.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says, whichever format said it: an element without content, a null and an empty
 * text are all null here.
 */
final class Item {
    private final Map<String, @Nullable String> texts = new LinkedHashMap<>();
    private final Map<String, List<Item>> lists = new LinkedHashMap<>();

    void put(String name, @Nullable String text) {
        texts.put(name, text == null || text.isEmpty() ? null : text);
    }

    void put(String name, List<Item> items) {
        lists.put(name, items);
    }

    boolean has(String name) {
        return texts.containsKey(name);
    }

    @Nullable String text(String name) {
        return texts.get(name);
    }

    double number(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new AssertionError(name + " has no value in " + this);
        }
        return Double.parseDouble(text);
    }

    List<Item> items(String name) {
        return lists.getOrDefault(name, List.of());
    }

    /** Everything but some members, for comparisons. */
    Item without(Set<String> names) {
        var rest = new Item();
        rest.texts.putAll(texts);
        rest.lists.putAll(lists);
        rest.texts.keySet().removeAll(names);
        rest.lists.keySet().removeAll(names);
        return rest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Item item && texts.equals(item.texts) && lists.equals(item.lists);
    }

    @Override
    public int hashCode() {
        return texts.hashCode() + 31 * lists.hashCode();
    }

    @Override
    public String toString() {
        return texts + (lists.isEmpty() ? "" : " " + lists);
    }
}
