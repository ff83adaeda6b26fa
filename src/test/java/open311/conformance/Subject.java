package open311.conformance;

import java.net.URI;

/**
 * The server under test, by its URLs, and what a tester of it has to know.
 *
 * @param root where the site begins that serves {@link Town} alone, without a slash
 * @param manyRoot the same of a site that serves a second jurisdiction too
 * @param key an api_key that may report at the first
 * @param manyKey an api_key that may report at the second, in the town
 * @param largestBody a body that is larger is refused
 */
public record Subject(
        URI root, URI manyRoot, String key, String manyKey, int largestBody, Backstage backstage) {
    /** Where the endpoint stands below a site; discovery says it, too. */
    static final String ENDPOINT = "/open311/v2/";

    /** The same server by other URLs. */
    public Subject at(URI otherRoot, URI otherManyRoot) {
        return new Subject(otherRoot, otherManyRoot, key, manyKey, largestBody, backstage);
    }
}
