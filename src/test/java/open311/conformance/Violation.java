package open311.conformance;

/** An answer that breaks a rule, by the rule's id. */
final class Violation extends AssertionError {
    private final String rule;

    Violation(String rule, String message) {
        super(rule + ": " + message);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }

    static void unless(boolean kept, String rule, String message) {
        if (!kept) {
            throw new Violation(rule, message);
        }
    }
}
