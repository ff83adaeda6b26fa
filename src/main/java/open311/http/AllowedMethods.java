package open311.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods a path knows: the framework answers 405 without saying so, and HTTP wants it said
 * (RFC 9110).
 */
@ApplicationScoped
class AllowedMethods {
    /** By the pattern of the path. */
    private final Map<String, Set<String>> methodsByPath = new HashMap<>();

    AllowedMethods(BeanManager beans) {
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .forEach(this::add);
    }

    /** As the header Allow lists them. */
    String at(String path) {
        var methods = new TreeSet<>(Set.of("OPTIONS"));
        methodsByPath.forEach(
                (pattern, known) -> {
                    if (path.matches(pattern)) {
                        methods.addAll(known);
                    }
                });
        return String.join(", ", methods);
    }

    private void add(Class<?> resource) {
        for (Method method : resource.getDeclaredMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    Set<String> known =
                            methodsByPath.computeIfAbsent(
                                    pattern(
                                            resource.getAnnotation(Path.class),
                                            method.getAnnotation(Path.class)),
                                    any -> new TreeSet<>());
                    known.add(verb.value());
                    if (verb.value().equals(HttpMethod.GET)) {
                        known.add(HttpMethod.HEAD);
                    }
                }
            }
        }
    }

    private static String pattern(Path... paths) {
        return Stream.of(paths)
                .filter(path -> path != null)
                .flatMap(path -> Arrays.stream(path.value().split("/", -1)))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
                .collect(Collectors.joining("/", "/", ""));
    }
}
