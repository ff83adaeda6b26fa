package open311.conformance;

import java.util.List;

/**
 * One rule and how it is tried.
 *
 * @param ids the rule's id, then those of the points that it belongs to
 * @param rule what has to hold, in short
 */
public record Check(List<String> ids, String rule, List<Syntax> formats, Trial trial) {
    /** Throws an AssertionError where the server breaks the rule. */
    @FunctionalInterface
    interface Trial {
        void run(Client client) throws Exception;
    }

    static Check of(String ids, String rule, Trial trial) {
        return new Check(List.of(ids.split(" ", -1)), rule, List.of(Syntax.values()), trial);
    }

    /** A rule that only one format can break. */
    static Check of(String ids, Syntax format, String rule, Trial trial) {
        return new Check(List.of(ids.split(" ", -1)), rule, List.of(format), trial);
    }

    public String id() {
        return ids.get(0);
    }

    public void run(Syntax format, Subject subject) throws Exception {
        trial.run(Client.of(format, subject));
    }
}
