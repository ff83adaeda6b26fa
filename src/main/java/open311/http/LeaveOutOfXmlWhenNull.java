package open311.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An unset component is left out of the XML, where every other one becomes an empty element:
 * clients parse the content of a datetime element without looking whether there is any. In JSON it
 * is {@code null} like every other.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface LeaveOutOfXmlWhenNull {}
