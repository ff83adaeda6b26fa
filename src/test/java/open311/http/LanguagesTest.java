package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    private static final List<String> AVAILABLE = List.of("en", "es", "pt-BR");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # query           | Accept-Language            | language
                                      |                            | en
                    locale=es         |                            | es
                    locale=es         | en                         | es
                    locale=ES         |                            | es
                    locale=es-MX      |                            | es
                    locale=es_MX      |                            | es
                    locale=%20es%20   |                            | es
                    locale=pt-br      |                            | pt-BR
                    locale=pt_BR      |                            | pt-BR
                    locale=           | es                         | es
                    locale=fi         | es                         | es
                    locale=fi         |                            | en
                    locale=%00        | es                         | es
                    locale=%          | es                         | es
                    locale=es,en      |                            | es
                    locales=es        |                            | en
                    LOCALE=es         |                            | en
                                      | es                         | es
                                      | es-419,es;q=0.9,en;q=0.8   | es
                                      | en;q=0.5, es               | es
                                      | es;q=0.5, en               | en
                                      | es;q=0                     | en
                                      | fi, sv;q=0.9               | en
                                      | *                          | en
                                      | en-, es;q=0.7, *;q=0.5     | es
                                      | ;;;                        | en
                                      | es;q=x, pt-BR              | pt-BR
                    """)
    void parameterThenHeaderThenDefault(String query, String acceptLanguage, String language) {
        RoutingContext http = Calls.wishing(query, acceptLanguage);
        assertEquals(language, Languages.choose(http, AVAILABLE, "en"));
        assertEquals(Optional.of(language), Languages.ofAnswer(http));
    }

    @Test
    void jurisdictionsOwnLanguageIsTheDefault() {
        assertEquals("es", Languages.choose(Calls.wishing(null, "fi"), AVAILABLE, "es"));
    }

    @Test
    void manyWishesAreNoWish() {
        String many = "es,".repeat(10_000);
        assertEquals("en", Languages.choose(Calls.wishing(null, many), AVAILABLE, "en"));
    }

    @ParameterizedTest
    @CsvSource({"es,en,es", "fi,es,es", "fi,es-MX,es", "fi,pt-BR,en", "fi,fi,en", ",es,es", ",,en"})
    void errorsAreInTheWishedLanguageThenInThatOfTheAnswer(
            String wish, String answer, String language) {
        RoutingContext http = Calls.wishing(null, wish);
        if (answer != null) {
            Languages.choose(http, List.of(answer), answer);
        }
        assertEquals(language, Languages.ofError(http));
    }
}
