package open311.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a record of nothing but texts, numbers and moments is written: as {@link Wire} writes it
 * otherwise, in a third of the time. Lists of a thousand requests are such. Safe for use by many
 * threads.
 */
final class FlatRecord {
    private static final Set<Class<?>> PLAIN = Set.of(String.class, Double.class, Instant.class);

    /** Of each type once. */
    static final ClassValue<Optional<FlatRecord>> OF =
            new ClassValue<>() {
                @Override
                protected Optional<FlatRecord> computeValue(Class<?> type) {
                    return describe(type);
                }
            };

    private final List<Component> components;
    private final List<Function<Object, @Nullable Object>> unwrapped;

    private FlatRecord(
            List<Component> components, List<Function<Object, @Nullable Object>> unwrapped) {
        this.components = components;
        this.unwrapped = unwrapped;
    }

    private static Optional<FlatRecord> describe(Class<?> type) {
        if (!type.isRecord() || type.isAnnotationPresent(JsonInclude.class)) {
            return Optional.empty();
        }
        var components = new ArrayList<Component>();
        var unwrapped = new ArrayList<Function<Object, @Nullable Object>>();
        for (RecordComponent each : type.getRecordComponents()) {
            if (each.getAccessor().isAnnotationPresent(JsonInclude.class)) {
                return Optional.empty();
            } else if (each.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                unwrapped.add(reader(each));
            } else if (PLAIN.contains(each.getType())) {
                components.add(Component.of(each));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new FlatRecord(List.copyOf(components), List.copyOf(unwrapped)));
    }

    /**
     * A call of the accessor as the compiler would make it: it is called for every field of a list.
     */
    @SuppressWarnings("unchecked")
    private static Function<Object, @Nullable Object> reader(RecordComponent component) {
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(
                            component.getAccessor().getDeclaringClass(), MethodHandles.lookup());
            MethodHandle accessor = lookup.unreflect(component.getAccessor());
            return (Function<Object, @Nullable Object>)
                    LambdaMetafactory.metafactory(
                                    lookup,
                                    "apply",
                                    MethodType.methodType(Function.class),
                                    MethodType.methodType(Object.class, Object.class),
                                    accessor,
                                    accessor.type())
                            .getTarget()
                            .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether there is nothing about the record but its plain components. */
    boolean fits(Object value) {
        for (Function<Object, @Nullable Object> part : unwrapped) {
            if (part.apply(value) != null) {
                return false;
            }
        }
        return true;
    }

    void json(Object value, Utf8 out) {
        out.ascii('{');
        boolean isFirst = true;
        for (Component component : components) {
            if (!isFirst) {
                out.ascii(',');
            }
            isFirst = false;
            out.bytes(component.jsonName);
            Object content = component.reader.apply(value);
            if (content == null) {
                out.bytes(Component.NULL);
            } else if (content instanceof Double number) {
                out.number(number);
            } else {
                out.ascii('"');
                if (content instanceof Instant moment) {
                    out.moment(moment);
                } else {
                    out.json((String) content);
                }
                out.ascii('"');
            }
        }
        out.ascii('}');
    }

    /** What stands inside the element of the record. */
    void xml(Object value, Utf8 out) {
        for (Component component : components) {
            Object content = component.reader.apply(value);
            if (content == null) {
                out.bytes(component.emptyElement);
                continue;
            }
            out.bytes(component.startTag);
            if (content instanceof Double number) {
                out.number(number);
            } else if (content instanceof Instant moment) {
                out.moment(moment);
            } else {
                out.xml((String) content);
            }
            out.bytes(component.endTag);
        }
    }

    /**
     * One component, with all that stands around its value.
     *
     * @param jsonName with its quotes and the colon
     * @param emptyElement what stands for null; nothing where it is left out
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves this class
    private record Component(
            Function<Object, @Nullable Object> reader,
            byte[] jsonName,
            byte[] startTag,
            byte[] endTag,
            byte[] emptyElement) {
        static final byte[] NULL = ascii("null");

        static Component of(RecordComponent component) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String name =
                    named == null
                            ? PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(
                                    component.getName())
                            : named.value();
            boolean isLeftOut =
                    component.getAccessor().isAnnotationPresent(LeaveOutOfXmlWhenNull.class);
            return new Component(
                    FlatRecord.reader(component),
                    ascii('"' + name + "\":"),
                    ascii('<' + name + '>'),
                    ascii("</" + name + '>'),
                    ascii(isLeftOut ? "" : '<' + name + "/>"));
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
