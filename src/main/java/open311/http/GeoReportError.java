package open311.http;

/**
 * One problem, as GeoReport v2 "Errors" shows it.
 *
 * @param code the HTTP status that this problem alone would have
 * @param description for people: which thing is wrong, and what would be right
 */
@WireType(list = "errors", item = "error")
public record GeoReportError(int code, String description) {}
