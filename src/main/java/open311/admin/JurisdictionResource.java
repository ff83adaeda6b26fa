package open311.admin;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import open311.ServerConfig;
import open311.apikey.ApiKeys;
import open311.apikey.RequiresAdmin;
import open311.http.GeoReportException;
import open311.http.LimitedInputStream;
import open311.http.Negotiation;
import open311.http.Text;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.service.Services;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * The operator's jurisdictions: documents in, documents out. A key sees those alone that it is good
 * for.
 */
@Path("/admin/v1/jurisdictions")
class JurisdictionResource {
    private final Jurisdictions jurisdictions;
    private final Services services;
    private final Documents documents;
    private final ServerConfig config;

    JurisdictionResource(
            Jurisdictions jurisdictions,
            Services services,
            Documents documents,
            ServerConfig config) {
        this.jurisdictions = jurisdictions;
        this.services = services;
        this.documents = documents;
        this.config = config;
    }

    @GET
    @RequiresAdmin
    public List<JurisdictionSummary> list(@Context RoutingContext http) {
        return jurisdictions.all().stream()
                .filter(
                        jurisdiction ->
                                ApiKeys.caller(http).isGoodIn(jurisdiction.jurisdictionId()))
                .map(this::summary)
                .toList();
    }

    /** The document as it was put, in the media type in which it was put. */
    @GET
    @Path("/{jurisdiction_id}")
    @RequiresAdmin
    public Response get(
            @RestPath("jurisdiction_id") String jurisdictionId, @Context RoutingContext http) {
        requireGood(jurisdictionId, http);
        return Optional.ofNullable(Text.clean(jurisdictionId))
                .flatMap(jurisdictions::document)
                .map(
                        document ->
                                Response.ok(document.text().getBytes(StandardCharsets.UTF_8))
                                        .header(
                                                "Content-Type",
                                                document.mediaType() + "; charset=utf-8")
                                        .build())
                .orElseThrow(() -> GeoReportException.notFound("jurisdiction_id", jurisdictionId));
    }

    @PUT
    @Path("/{jurisdiction_id}")
    @RequiresAdmin
    public JurisdictionSummary put(
            @RestPath("jurisdiction_id") String jurisdictionId,
            @Context RoutingContext http,
            InputStream body) {
        requireGood(jurisdictionId, http);
        DocumentReader.ReadDocument document;
        try {
            document =
                    DocumentReader.read(text(body), mediaType(Negotiation.contentType(http)), null);
        } catch (DocumentException e) {
            throw e.asAnswer();
        }
        if (!document.jurisdictionId().equals(jurisdictionId)) {
            throw GeoReportException.badRequest(
                    "jurisdiction_id is '%s' in the document and '%s' in the path",
                    document.jurisdictionId(), Text.shortened(jurisdictionId));
        }
        documents.apply(document);
        jurisdictions.refresh();
        return summary(jurisdictions.named(jurisdictionId));
    }

    private JurisdictionSummary summary(Jurisdiction jurisdiction) {
        return new JurisdictionSummary(
                jurisdiction.jurisdictionId(),
                jurisdiction.name(),
                jurisdiction.endpointType(),
                services.in(jurisdiction).inOwnLanguage().services().size(),
                jurisdiction.changeset());
    }

    private static void requireGood(String jurisdictionId, RoutingContext http) {
        if (!ApiKeys.caller(http).isGoodIn(jurisdictionId)) {
            throw GeoReportException.forbidden(
                    "api_key is not good for jurisdiction_id '%s'", Text.shortened(jurisdictionId));
        }
    }

    private String text(InputStream body) {
        try {
            byte[] bytes =
                    new LimitedInputStream(body, config.maxBodySize().asLongValue()).readAllBytes();
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw GeoReportException.badRequest("The document is not UTF-8");
        } catch (IOException e) {
            throw GeoReportException.badRequest("The body ended before it was complete");
        }
    }

    /** YAML without a Content-Type, of which JSON is a subset but for the odd corner. */
    private static String mediaType(@Nullable String contentType) {
        String type =
                contentType == null
                        ? ""
                        : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json" -> DocumentReader.JSON_TYPE;
            // curl calls every body a form unless it is told otherwise.
            case "",
                    "application/x-www-form-urlencoded",
                    "application/yaml",
                    "application/x-yaml",
                    "text/yaml",
                    "text/x-yaml" ->
                    DocumentReader.YAML_TYPE;
            default ->
                    throw GeoReportException.unsupportedMediaType(
                            "Content-Type '%s' is not supported; send application/yaml or application/json",
                            Text.shortened(type));
        };
    }
}
