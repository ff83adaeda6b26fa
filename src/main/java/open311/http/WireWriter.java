package open311.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/** Writes every {@link WireType}, and lists of it, in the format that {@link Negotiation} found. */
@Provider
class WireWriter implements ServerMessageBodyWriter<Object> {
    @Override
    public boolean isWriteable(
            Class<?> type,
            Type genericType,
            ResteasyReactiveResourceInfo target,
            MediaType mediaType) {
        return isOnTheWire(type, genericType);
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOnTheWire(type, genericType);
    }

    @Override
    public void writeResponse(Object answer, Type genericType, ServerRequestContext context) {
        RoutingContext http =
                ((ResteasyReactiveRequestContext) context).unwrap(RoutingContext.class);
        Buffer written = Caching.bytes(http);
        context.serverResponse()
                .end(
                        written == null
                                ? Wire.bytes(
                                        Negotiation.format(http),
                                        wireType(answer.getClass(), genericType),
                                        answer)
                                : written.getBytes());
    }

    @Override
    public void writeTo(
            Object answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        throw new IOException("Wire types are written by writeResponse alone");
    }

    /** The framework spells the type its own way unless it finds it among the headers. */
    @ServerResponseFilter
    void sayContentType(ContainerResponseContext response, RoutingContext http) {
        Object answer = response.getEntity();
        if (answer != null && isOnTheWire(answer.getClass(), response.getEntityType())) {
            response.getHeaders()
                    .putSingle(HttpHeaders.CONTENT_TYPE, Negotiation.format(http).contentType());
            response.getHeaders().putSingle(HttpHeaders.VARY, Negotiation.vary(http));
            Languages.ofAnswer(http)
                    .ifPresent(
                            language ->
                                    response.getHeaders()
                                            .putSingle(HttpHeaders.CONTENT_LANGUAGE, language));
        }
    }

    private static boolean isOnTheWire(Class<?> type, Type genericType) {
        return type == Prepared.class || wireType(type, genericType) != null;
    }

    static @Nullable Class<?> wireType(Class<?> type, Type genericType) {
        if (type.isAnnotationPresent(WireType.class)) {
            return type;
        }
        return List.class.isAssignableFrom(type)
                        && genericType instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                        && element.isAnnotationPresent(WireType.class)
                ? element
                : null;
    }
}
