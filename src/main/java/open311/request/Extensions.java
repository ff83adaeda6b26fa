package open311.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code extensions=true} adds to a request, in the names that GeoReport servers share.
 *
 * @param attributes the answers that the service's document lets everyone see; all of them for a
 *     key that manages
 * @param notes the history, oldest first
 * @param reporter null, and left out: whoever asks may not know
 */
public record Extensions(
        @JacksonXmlElementWrapper(localName = "attributes")
                @JacksonXmlProperty(localName = "attribute")
                List<GivenAnswer> attributes,
        @JacksonXmlElementWrapper(localName = "notes") @JacksonXmlProperty(localName = "note")
                List<Note> notes,
        ExtendedAttributes extendedAttributes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Reporter reporter) {

    public Extensions {
        attributes = List.copyOf(attributes);
        notes = List.copyOf(notes);
    }

    /**
     * One value that the reporter gave to an attribute.
     *
     * @param label the attribute's description; null: it has none, or is no longer asked
     * @param name what a list calls the value; otherwise the value itself
     */
    public record GivenAnswer(String code, @Nullable String label, String value, String name) {}

    /**
     * One step of the history; what it left alone is null.
     *
     * @param type submitted, activity, closed, or opened for one that had been closed
     * @param summary the status word that was sent, with blanks
     */
    public record Note(
            Instant datetime,
            String type,
            @Nullable String summary,
            @Nullable String description,
            @Nullable String mediaUrl,
            @Nullable String serviceCode,
            @Nullable String agencyResponsible) {}

    /**
     * What has no place among the fields of the standard.
     *
     * @param detailedStatus the finer word behind the status; null: none was said
     * @param channel how the report came in
     * @param closedDatetime null while it is open
     * @param followers how many others have the same problem
     * @param distance metres from the centre of the search's circle; left out where it has none
     * @param similarity from 0 to 1; left out unless similar requests were asked for
     */
    public record ExtendedAttributes(
            @Nullable String detailedStatus,
            String channel,
            @Nullable Instant closedDatetime,
            @JacksonXmlElementWrapper(localName = "media_urls")
                    @JacksonXmlProperty(localName = "media_url")
                    List<String> mediaUrls,
            long followers,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double distance,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double similarity) {

        public ExtendedAttributes {
            mediaUrls = List.copyOf(mediaUrls);
        }
    }
}
