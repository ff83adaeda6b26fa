package open311.log;

import io.quarkus.logging.LoggingFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * The last guard before a line of the log is written: takes out what looks like an api_key, an
 * e-mail address or a phone number, in the message and in the texts of exceptions. Nothing that is
 * logged on purpose has any, but libraries quote what they could not read.
 */
@LoggingFilter(name = "redaction")
public final class Redaction implements Filter {
    private static final String REMOVED = "***";

    /**
     * As a parameter, a member of JSON, a header, or in XML. The key demo is for everybody, and the
     * lines that greet whoever starts the server have it.
     */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)((?:api[-_]?key|phone|email|first_name|last_name|device_id|account_id)\"?\\s*(?:[=:>]|%3D)\\s*\"?"
                            + "|\\bbearer\\s+)(?!demo\\b)[^\\s&\"'<>,;)]+");

    private static final Pattern EMAIL =
            Pattern.compile(
                    "[\\w.+-]{1,64}(?:@|%40)[\\w-]{1,63}(?:\\.[\\w-]{1,63})*\\.[A-Za-z]{2,}");

    /** Ten digits or more of a number as people write it, with a plus, brackets or separators. */
    private static final Pattern PHONE =
            Pattern.compile(
                    "(?<![\\w.:/-])(?:\\+\\d{1,3}[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-])\\d{3}[ .-]?\\d{4}(?![\\w-])"
                            + "|(?<![\\w.:/-])\\+\\d{8,15}(?!\\w)");

    private static final Pattern SUSPICIOUS =
            Pattern.compile("(?i)key|bearer|name|_id|@|%40|\\d{4}|phone|email");

    @Override
    public boolean isLoggable(LogRecord record) {
        String message =
                record instanceof ExtLogRecord known
                        ? known.getFormattedMessage()
                        : record.getMessage();
        String clean = message == null ? null : of(message);
        Throwable thrown = record.getThrown();
        String trace = thrown == null ? "" : trace(thrown);
        String cleanTrace = of(trace);
        boolean isTraceClean = cleanTrace.equals(trace);
        if (isTraceClean && (clean == null || clean.equals(message))) {
            return true;
        }
        String text = isTraceClean ? clean : clean + System.lineSeparator() + cleanTrace;
        if (!isTraceClean) {
            record.setThrown(null);
        }
        if (record instanceof ExtLogRecord known) {
            known.setMessage(text, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            record.setParameters(null);
            record.setMessage(text);
        }
        return true;
    }

    /** The text without what nobody may read. */
    static String of(String text) {
        if (!SUSPICIOUS.matcher(text).find()) {
            return text;
        }
        String withoutNamed = NAMED.matcher(text).replaceAll("$1" + REMOVED);
        String withoutEmails = EMAIL.matcher(withoutNamed).replaceAll(REMOVED);
        return PHONE.matcher(withoutEmails).replaceAll(REMOVED);
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
