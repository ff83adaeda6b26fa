package open311.property;

/**
 * A parameter as it is sent.
 *
 * @param meaning the name by which the server has to know it; {@link #NOTHING} where it has to be
 *     ignored
 */
record Parameter(String name, String value, String meaning) {
    static final String NOTHING = "";

    static Parameter of(String name, String value) {
        return new Parameter(name, value, name);
    }

    static Parameter ignored(String name, String value) {
        return new Parameter(name, value, NOTHING);
    }

    @Override
    public String toString() {
        String start = value.substring(0, Math.min(60, value.length()));
        return name + "=" + start + (start.equals(value) ? "" : "…");
    }
}
