package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @Test
    void contentTypesAreSpelledAsClientsExpect() {
        assertEquals("application/json; charset=utf-8", Format.JSON.contentType());
        assertEquals("text/xml; charset=utf-8", Format.XML.contentType());
        assertEquals("application/json", Format.JSON.mediaType());
        assertEquals("text/xml", Format.XML.mediaType());
    }

    @ParameterizedTest
    @EnumSource
    void suffixComesBack(Format format) {
        assertEquals(Optional.of(format), Format.ofSuffix(format.suffix().substring(1)));
    }

    @ParameterizedTest
    @CsvSource({"json, JSON", "JSON, JSON", "Xml, XML", "xml, XML"})
    void suffixInAnyCase(String suffix, Format expected) {
        assertEquals(Optional.of(expected), Format.ofSuffix(suffix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csv", "html", "xmlx", " xml", ".xml", "jſon"})
    void otherSuffixesAreNoFormat(String suffix) {
        assertEquals(Optional.empty(), Format.ofSuffix(suffix));
    }

    @ParameterizedTest
    @EnumSource
    void noAcceptLeavesTheChoice(Format fallback) {
        assertEquals(fallback, Format.preferredBy(null, fallback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "",
                " ",
                ",",
                ";",
                ";q=1",
                "text/html, image/gif, image/jpeg, */*; q=0.2",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "image/avif,image/webp,*/*;q=0.8",
                "text/csv",
                "application/pdf;q=0.9",
                "json",
                "application",
                "application/json/xml",
                "application/json;q=high",
                "application/json;q=",
                "text/xml;q=0",
                "text/xml;q=-1",
                "text/xml;q=NaN",
                "\"text/xml\"",
            })
    void acceptThatLeavesTheChoice(String accept) {
        assertEquals(Format.JSON, Format.preferredBy(accept, Format.JSON));
        if (!accept.contains("xml")) {
            assertEquals(Format.XML, Format.preferredBy(accept, Format.XML));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                        | JSON",
                "text/xml                                                | XML",
                "application/xml                                         | XML",
                "TEXT/XML                                                | XML",
                "text/json                                               | JSON",
                "application/*                                           | JSON",
                "text/xml; charset=utf-8                                 | XML",
                "application/json;charset=utf-8;q=0.4, text/xml;q=0.5    | XML",
                // axios, jQuery, Ruby, .NET, Firefox, Chrome.
                "application/json, text/plain, */*                       | JSON",
                "application/json, text/javascript, */*; q=0.01          | JSON",
                "application/xml, text/xml, */*; q=0.01                  | XML",
                "text/xml,application/xml;q=0.9,*/*;q=0.1                | XML",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | XML",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7 | XML",
                // Quality before order, order among equals.
                "text/xml, application/json                              | XML",
                "application/json, text/xml                              | JSON",
                "text/xml;q=0.5, application/json;q=0.6                  | JSON",
                "text/xml;q=0.6, application/json;q=0.5                  | XML",
                "application/json;q=0, text/xml;q=0.001                  | XML",
                "text/xml;Q=0.1, application/json;Q=0.2                  | JSON",
                "text/xml;level=1;q=0.2,application/json;q=0.1           | XML",
                "  text/xml  ;  q=0.9  ,  application/json  ;  q=0.8     | XML",
                "nonsense, , ;;, application/json;q=x, text/xml          | XML",
            })
    void acceptDecides(String accept, Format expected) {
        assertEquals(expected, Format.preferredBy(accept, Format.JSON));
        assertEquals(expected, Format.preferredBy(accept, Format.XML));
    }

    /** RFC 9110, 12.5.1: text/* takes XML and never application/json; q=0 refuses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/*                         | XML",
                "text/html, text/*;q=0.5        | XML",
                "application/json;q=0, */*      | XML",
                "*/*, text/xml;q=0              | JSON",
            })
    void rangesAndRefusals(String accept, Format expected) {
        assertEquals(expected, Format.preferredBy(accept, Format.JSON));
        assertEquals(expected, Format.preferredBy(accept, Format.XML));
    }
}
