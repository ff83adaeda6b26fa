package open311.packaged;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import open311.http.Format;

/** What became of many calls. */
final class Outcomes {
    private static final int MOST_FAULTS = 20;

    final Latencies answered = new Latencies();
    final Latencies refused = new Latencies();
    final Map<Integer, Integer> statuses = new TreeMap<>();

    /** What should not be, and how often. */
    final Map<String, Integer> faults = new TreeMap<>();

    int sent;

    /** Not sent, for want of a connection when they were due. */
    int unsent;

    /** Not sent, since the crowd's own thread came to them more than a tenth of a second late. */
    int late;

    int unanswered;

    void add(CrowdCall call, CrowdAnswer answer, long tookNanos) {
        int status = answer.status();
        statuses.merge(status, 1, Integer::sum);
        switch (status) {
            case 200 -> answered.add(tookNanos);
            case 429, 503 -> {
                refused.add(tookNanos);
                check(call, answer, status);
            }
            default -> fault("status " + status + ": " + answer.body());
        }
    }

    void add(Outcomes others) {
        answered.add(others.answered);
        refused.add(others.refused);
        others.statuses.forEach((status, count) -> statuses.merge(status, count, Integer::sum));
        others.faults.forEach((what, count) -> faults.merge(what, count, Integer::sum));
        sent += others.sent;
        unsent += others.unsent;
        late += others.late;
        unanswered += others.unanswered;
    }

    private void check(CrowdCall call, CrowdAnswer answer, int status) {
        if (!answer.hasHeader("retry-after", "")) {
            fault("a " + status + " without Retry-After");
        }
        if (!answer.hasHeader("content-type", call.format().mediaType())) {
            fault("a " + status + " in another format than " + call.format());
        }
        if (!hasDocument(call.format(), answer.body(), status)) {
            fault("a " + status + " with this document: " + answer.body());
        }
    }

    /** Without a parser, of which there would be more than of anything else. */
    private static boolean hasDocument(Format format, String body, int status) {
        return format == Format.JSON
                ? body.startsWith("[{\"code\":" + status + ",\"description\":\"")
                        && body.endsWith("\"}]")
                : body.contains("<errors><error><code>" + status + "</code><description>")
                        && body.endsWith("</description></error></errors>");
    }

    void cutOff(IOException e) {
        fault("cut off: " + e);
    }

    private void fault(String what) {
        faults.merge(faults.size() < MOST_FAULTS ? what : "others", 1, Integer::sum);
    }

    @Override
    public String toString() {
        return "%d sent (%d not sent for want of a connection, %d since the sender was late), answered %s, refused %s, statuses %s"
                .formatted(sent, unsent, late, answered, refused, statuses);
    }
}
