package open311.discovery;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/** The page at the root of the server, as HTML; every text from outside is escaped. */
final class IndexPage {
    private static final String HTML = "text/html";
    private static final Template TEMPLATE =
            Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .addResultMapper(new HtmlEscaper(List.of(HTML)))
                    .build()
                    .parse(source(), Variant.forContentType(HTML));

    private IndexPage() {}

    static String render(Content content) {
        return TEMPLATE.data(content).render();
    }

    private static String source() {
        try (InputStream file = IndexPage.class.getResourceAsStream("/templates/index.html")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the page shows.
     *
     * @param discovery null: there is no jurisdiction yet
     * @param demo whether the demonstration key works
     * @param curl null: there is no jurisdiction yet
     */
    public record Content(
            List<Jurisdiction> jurisdictions,
            @Nullable Discovery discovery,
            String base,
            boolean demo,
            @Nullable CurlLines curl) {}
}
