package open311.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import open311.apikey.ApiKeys;
import open311.apikey.Scope;
import open311.http.Caching;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.service.Attribute;
import open311.service.Catalog;
import open311.service.Service;
import open311.service.Services;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Extensions} with the row of their request, in the same statement.
 *
 * @param catalog the texts of the attributes
 * @param isPersonal whether the caller may know who reported, and every answer
 */
record ExtensionReader(Catalog.Texts catalog, boolean isPersonal) {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private static final String COLUMNS =
            """
            , detailed_status, channel, media_urls, attributes, follower_count(jurisdiction_id, id) as followers,
            (select json_agg(json_build_object(
                        'datetime', extract(epoch from e.updated_datetime)::bigint, 'kind', e.kind, 'status', e.status,
                        'detailed_status', e.detailed_status, 'description', e.description, 'media_url', e.media_url,
                        'service_code', e.service_code, 'agency_responsible', e.agency_responsible)
                    order by e.updated_datetime, e.event_id)
             from service_request_event e
             where e.jurisdiction_id = public_service_request.jurisdiction_id
               and e.service_request_id = public_service_request.service_request_id
               and e.public) as notes""";

    private static final String REPORTER =
            """
            , (select row_to_json(p) from reporter p
               where p.jurisdiction_id = public_service_request.jurisdiction_id
                 and p.request_id = public_service_request.id) as reporter""";

    /**
     * Null where {@code extensions=true} was not asked for. Whoever may see personal data gets an
     * answer that nobody keeps.
     */
    static @Nullable ExtensionReader asked(
            Parameters parameters, Jurisdiction jurisdiction, ApiKeys apiKeys, Services services) {
        if (!Boolean.TRUE.equals(parameters.flag("extensions"))) {
            return null;
        }
        boolean isPersonal = apiKeys.isPresent(parameters, Scope.MANAGE, jurisdiction);
        if (isPersonal) {
            Caching.forbid(parameters.http());
        }
        return new ExtensionReader(services.wanted(parameters.http(), jurisdiction), isPersonal);
    }

    /** For a {@code select} from public_service_request, with a comma before them. */
    String columns() {
        return isPersonal ? COLUMNS + REPORTER : COLUMNS;
    }

    /** Of the row under the cursor. */
    Extensions read(ResultSet row, ServiceRequest request, @Nullable Double distance)
            throws SQLException {
        return read(row, request, distance, null);
    }

    /** Of the row under the cursor, which was looked for as similar to something. */
    Extensions read(
            ResultSet row,
            ServiceRequest request,
            @Nullable Double distance,
            @Nullable Double similarity)
            throws SQLException {
        return new Extensions(
                answers(request.serviceCode(), row.getString("attributes")),
                notes(row.getString("notes")),
                new Extensions.ExtendedAttributes(
                        row.getString("detailed_status"),
                        row.getString("channel"),
                        request.isClosed() ? request.updatedDatetime() : null,
                        Arrays.asList((String[]) row.getArray("media_urls").getArray()),
                        row.getLong("followers"),
                        distance == null ? null : (Double) (Math.round(distance * 10) / 10.0),
                        similarity == null
                                ? null
                                : (Double) (Math.round(similarity * 100) / 100.0)),
                isPersonal ? reporter(row.getString("reporter")) : null);
    }

    private List<Extensions.GivenAnswer> answers(String serviceCode, String json) {
        List<Attribute> asked =
                catalog.known(serviceCode)
                        .map(Service::definition)
                        .map(definition -> definition.attributes())
                        .orElse(List.of());
        var given = new ArrayList<Extensions.GivenAnswer>();
        for (Answer answer : parse(json, Answer[].class)) {
            Optional<Attribute> attribute =
                    asked.stream().filter(each -> each.code().equals(answer.code())).findFirst();
            if (isPersonal || attribute.map(Attribute::isPublic).orElse(false)) {
                for (String value : answer.values()) {
                    given.add(
                            new Extensions.GivenAnswer(
                                    answer.code(),
                                    attribute.map(Attribute::description).orElse(null),
                                    value,
                                    attribute.map(each -> each.nameOf(value)).orElse(value)));
                }
            }
        }
        return given;
    }

    private static List<Extensions.Note> notes(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        var notes = new ArrayList<Extensions.Note>();
        String status = Status.OPEN.onTheWire();
        for (StoredEvent event : parse(json, StoredEvent[].class)) {
            notes.add(event.toNote(status));
            status = event.status == null ? status : event.status;
        }
        return notes;
    }

    private static Reporter reporter(@Nullable String json) {
        return json == null ? Reporter.ANONYMOUS : parse(json, Reporter.class);
    }

    private static <T> T parse(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of the history as the statement above writes it. */
    private record StoredEvent(
            long datetime,
            String kind,
            @Nullable String status,
            @Nullable String detailedStatus,
            @Nullable String description,
            @Nullable String mediaUrl,
            @Nullable String serviceCode,
            @Nullable String agencyResponsible) {

        Extensions.Note toNote(String statusBefore) {
            boolean isFirst = kind.equals("submitted");
            String word = detailedStatus == null ? status : detailedStatus;
            return new Extensions.Note(
                    Instant.ofEpochSecond(datetime),
                    isFirst ? kind : type(statusBefore),
                    isFirst ? kind : word == null ? null : word.replace('_', ' '),
                    description,
                    mediaUrl,
                    serviceCode,
                    agencyResponsible);
        }

        private String type(String statusBefore) {
            if (status == null || status.equals(statusBefore)) {
                return "activity";
            }
            return status.equals(Status.CLOSED.onTheWire()) ? "closed" : "opened";
        }
    }
}
