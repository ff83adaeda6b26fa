package open311.feed;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.util.List;
import open311.http.WireType;

/**
 * A part of the feed.
 *
 * @param next the cursor to go on with, also when there is nothing yet
 * @param changes the oldest first; empty: there is nothing new
 */
@WireType(item = "change_feed")
record ChangePage(
        String next,
        @JacksonXmlElementWrapper(localName = "changes") @JacksonXmlProperty(localName = "change")
                List<Change> changes) {
    ChangePage {
        changes = List.copyOf(changes);
    }
}
