package open311.admin;

import java.util.List;
import open311.http.GeoReportException;
import open311.http.Problem;

/** A document with problems; none of it was applied. */
final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    DocumentException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each begins with its path in the document. */
    List<String> problems() {
        return problems;
    }

    /** The problems of documents are for operators and stay English. */
    GeoReportException asAnswer() {
        return new GeoReportException(
                problems.stream().map(problem -> Problem.of(400, "%s", problem)).toList());
    }
}
