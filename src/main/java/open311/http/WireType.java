package open311.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that goes out as XML and as JSON. Its components are written in the order of their
 * declaration, named in snake case. A {@code List} of it becomes the element {@link #list()} with
 * one child {@link #item()} each, and a bare JSON array (GeoReport v2, JSON by the Spark
 * convention); a single one becomes the element {@link #item()} and a JSON object.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WireType {
    /** The XML name of one. */
    String item();

    /** The XML root of a list; empty where the type never goes out as a list. */
    String list() default "";
}
