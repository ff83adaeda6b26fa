package open311.discovery;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
                    .parse(
                            new String(
                                    Resources.bytes("/templates/index.html"),
                                    StandardCharsets.UTF_8),
                            Variant.forContentType(HTML));

    private IndexPage() {}

    static String render(Content content) {
        return TEMPLATE.data(content).render();
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
