package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import open311.history.Events;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChangesTest {
    /** Ends the worst case of a test that waits for what never comes. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @Inject AgroalDataSource database;
    @Inject Events events;

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyChangeIsToldWithTheRequestAsItIsNow(Format format) {
        City city = City.create();
        String first = city.submitted("service_code", "LIGHT");
        String second = city.submitted("service_code", "POTHOLE", "description", "Deep & wide");
        update(city, first, "planned", "Soon");
        update(city, first, "fixed", "A new lamp");
        update(city, first, "reopen", "Out again");
        Changes changes = Changes.of(city.get(format, "changes"));
        assertEquals(
                List.of(
                        "created " + first,
                        "created " + second,
                        "updated " + first,
                        "closed " + first,
                        "reopened " + first),
                changes.told());
        assertEquals(
                city.get(format, "requests/" + first).record(), changes.entries().get(0).request());
        assertEquals(
                city.get(format, "requests/" + second).record(),
                changes.entries().get(1).request());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aWalkAlongNextSeesEveryChangeOnce(Format format) {
        City city = City.create();
        List<String> ids =
                List.of(
                        city.submitted("service_code", "LIGHT"),
                        city.submitted("service_code", "LIGHT"),
                        city.submitted("service_code", "LIGHT"));
        Answer first = city.get(format, "changes", "limit=2");
        Changes page = Changes.of(first);
        assertEquals(List.of("created " + ids.get(0), "created " + ids.get(1)), page.told());
        assertEquals(page.next(), page.entries().get(1).cursor());
        String link = first.header("Link");
        assertTrue(link.endsWith("; rel=\"next\""), link);
        Changes second = Changes.of(Api.get(link.replaceAll("^<http://[^/]*|>.*", "")));
        assertEquals(List.of("created " + ids.get(2)), second.told());
        Changes third = Changes.after(city, format, second.next());
        assertEquals(List.of(), third.told());
        assertEquals(second.next(), third.next());
        assertEquals(
                second.told(), Changes.after(city, format, page.entries().get(1).cursor()).told());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nowIsBehindAllThatWasAndBeforeAllThatComes(Format format) {
        City city = City.create();
        String before = Changes.after(city, format, "now").next();
        city.submitted("service_code", "LIGHT");
        String between = Changes.after(city, format, "now").next();
        String id = city.submitted("service_code", "LIGHT");
        assertEquals(2, Changes.after(city, format, before).entries().size());
        assertEquals(List.of("created " + id), Changes.after(city, format, between).told());
    }

    /** Transactions are numbers: the tenth comes after the ninth. */
    @Test
    void nowIsBehindATransactionWhoseNumberIsLonger() {
        City city = City.create();
        for (String xact : List.of("9", "10")) {
            Rows.change(
                    database,
                    "update service_request_event set xact = cast(? as xid8) where jurisdiction_id = ? and service_request_id = ?",
                    xact,
                    city.id(),
                    city.submitted("service_code", "LIGHT"));
        }
        assertEquals(List.of(), Changes.after(city, Format.JSON, "now").told());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsTakenOutOfSightIsRemovedAndComesBackAsCreated(Format format) {
        City city = City.create();
        String hidden = city.submitted("service_code", "LIGHT", "description", "Mr. Smith did it");
        String merged = city.submitted("service_code", "LIGHT", "description", "The same");
        String moved = city.submitted("service_code", "LIGHT", "description", "About my boss");
        String original = city.submitted("service_code", "LIGHT");
        String seen = Changes.after(city, format, "now").next();
        hide(city, hidden);
        city.moderate(format, merged, "duplicate_of", original).is(200);
        city.update(format, "service_request_id", moved, "service_code", "ABUSE").is(200);
        Changes removed = Changes.after(city, format, seen);
        List<String> expected =
                List.of("removed " + hidden, "removed " + merged, "removed " + moved);
        assertEquals(expected, removed.told());
        for (Changes.Entry entry : removed.entries()) {
            assertNull(entry.request());
            assertEquals(4, entry.texts().size(), entry::toString);
        }
        // From the beginning they were never there, but for their end.
        assertEquals(
                List.of("created " + original, expected.get(0), expected.get(1), expected.get(2)),
                Changes.of(city.get(format, "changes")).told());
        city.moderate(format, hidden, "visibility", "public", "reason", "Redacted").is(200);
        city.moderate(format, merged, "duplicate_of", "").is(200);
        city.update(format, "service_request_id", moved, "service_code", "LIGHT").is(200);
        assertEquals(
                List.of("created " + hidden, "created " + merged, "created " + moved),
                Changes.after(city, format, removed.next()).told());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatWasNeverPublicIsNeverHeardOf(Format format) {
        City city = City.create();
        String abuse = city.submitted("service_code", "ABUSE");
        city.submit(format, "service_code=TAX&address_id=1").is(200);
        city.submit(format, "service_code=TREE&address_id=1").is(200);
        String secret = city.submitted("service_code", "ABUSE");
        update(city, abuse, "fixed", "Done");
        hide(city, abuse);
        city.moderate(format, abuse, "duplicate_of", secret).is(200);
        city.moderate(format, abuse, "visibility", "public", "reason", "Again").is(200);
        city.moderate(format, abuse, "duplicate_of", "").is(200);
        Answer answer = city.get(format, "changes");
        assertEquals(List.of(), Changes.of(answer).told());
        assertFalse(answer.text().contains(abuse), answer::text);
    }

    /** Shown and merged at once it was never seen in between. */
    @Test
    void whatIsShownAndMergedInOneCallIsNotHeardOf() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String original = city.submitted("service_code", "LIGHT");
        hide(city, id);
        String seen = Changes.after(city, Format.JSON, "now").next();
        city.moderate(
                        Format.JSON,
                        id,
                        "visibility",
                        "public",
                        "reason",
                        "Again",
                        "duplicate_of",
                        original)
                .is(200);
        assertEquals(List.of(), Changes.after(city, Format.JSON, seen).told());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aNewDocumentThatShowsRequestsOtherwiseAsksToReadThemAnew(Format format) {
        City city = City.create();
        String seen = Changes.after(city, format, "now").next();
        String same = City.AGENCIES + City.SERVICES;
        city.put(same + "  - {service_code: NEW, service_name: New}\n");
        assertEquals(List.of(), Changes.after(city, format, seen).told());
        for (String other :
                List.of(
                        same.replace("Street light", "Lamp"),
                        same.replace("public: false", "public: true"),
                        same.replace("Highway Department", "Roads"),
                        same.replace("Most potholes", "Many potholes"),
                        same)) {
            city.put(other);
            Changes refresh = Changes.after(city, format, seen);
            assertEquals(List.of("refresh"), refresh.told(), other);
            seen = refresh.next();
        }
    }

    @Test
    void serviceTextsAreInTheWantedLanguage() {
        City city =
                City.with(
                        """
                        translations: {es: {name: Ciudad}}
                        services:
                          - {service_code: LIGHT, service_name: Light, translations: {es: {service_name: Farola}}}
                        """);
        city.submitted("service_code", "LIGHT");
        Changes changes = Changes.of(city.get(Format.JSON, "changes", "locale=es"));
        assertEquals("Farola", changes.entries().get(0).request().get("service_name"));
    }

    /** The transaction that began first ends last. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void aTransactionThatCommitsLateIsNotMissed(Format format) throws SQLException {
        City city = City.create();
        String early = city.submitted("service_code", "LIGHT");
        String seen = Changes.after(city, format, "now").next();
        String late;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement =
                    connection.prepareStatement(
                            """
                            insert into service_request_event (jurisdiction_id, event_id, request_id,
                                service_request_id, kind, told, was_public, public, updated_datetime, recorded_datetime)
                            select jurisdiction_id, nextval('service_request_event_id'), id, service_request_id,
                                'updated', 'updated', true, true, now(), now()
                            from service_request where jurisdiction_id = ? and service_request_id = ?""")) {
                statement.setString(1, city.id());
                statement.setString(2, early);
                assertEquals(1, statement.executeUpdate());
            }
            late = city.submitted("service_code", "LIGHT");
            Changes meanwhile = Changes.after(city, format, seen);
            assertEquals(List.of(), meanwhile.told(), "what follows an open transaction waits");
            assertEquals(seen, Changes.after(city, format, "now").next());
            seen = meanwhile.next();
            connection.commit();
        }
        assertEquals(
                List.of("updated " + early, "created " + late),
                Changes.after(city, format, seen).told());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "JfsUZ4Am73ubMQo3NjAKMg", "%20now", "NOW", "-1", "AAAAAAAAAAAAMQ"})
    void whatIsNoCursorIs400(String after) {
        for (Format format : Format.values()) {
            String error = City.create().get(format, "changes", "after=" + after + "x").error(400);
            assertTrue(error.startsWith("after "), error);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theCursorOfAnotherCityIs400(Format format) {
        City city = City.create();
        city.submitted("service_code", "LIGHT");
        String cursor = Changes.after(city, format, "now").next();
        City other = City.create();
        assertTrue(other.get(format, "changes", "after=" + cursor).error(400).startsWith("after "));
        String tampered = (cursor.charAt(0) == 'A' ? "B" : "A") + cursor.substring(1);
        assertTrue(
                city.get(format, "changes", "after=" + tampered).error(400).startsWith("after "));
    }

    /** As after a restore: the client has more than the server. */
    @Test
    void theCursorOfAChangeThatWasLostIs400() {
        City city = City.create();
        city.submitted("service_code", "LIGHT");
        String cursor = Changes.after(city, Format.JSON, "now").next();
        Rows.change(
                database,
                "update service_request_event set event_id = nextval('service_request_event_id') where jurisdiction_id = ?",
                city.id());
        assertTrue(
                city.get(Format.JSON, "changes", "after=" + cursor)
                        .error(400)
                        .contains("after=now"));
    }

    @Test
    void limitAndWaitHaveBounds() {
        City city = City.create();
        assertEquals(
                List.of(
                        "limit '0' is not a whole number from 1 to 1000",
                        "wait '31' is not a whole number from 0 to 30"),
                city.get(Format.XML, "changes", "limit=0&wait=31").errors(400));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whoWaitsIsToldAtOnce(Format format) {
        City city = City.create();
        String seen = Changes.after(city, format, "now").next();
        var waiting =
                CompletableFuture.supplyAsync(
                        () -> city.get(format, "changes", "wait=30&after=" + seen));
        String id = city.submitted("service_code", "LIGHT");
        Changes told = Changes.of(waiting.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        assertEquals(List.of("created " + id), told.told());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whoWaitsInVainHearsOfNothing(Format format) {
        City city = City.create();
        String seen = Changes.after(city, format, "now").next();
        long start = System.nanoTime();
        Changes none = Changes.of(city.get(format, "changes", "wait=1&after=" + seen));
        assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
        assertEquals(List.of(), none.told());
        assertEquals(seen, none.next());
    }

    /** What is not shown wakes nobody. */
    @Test
    void whoWaitsDoesNotHearOfWhatIsNotPublic() {
        City city = City.create();
        String seen = Changes.after(city, Format.JSON, "now").next();
        var waiting =
                CompletableFuture.supplyAsync(
                        () -> city.get(Format.JSON, "changes", "wait=3&after=" + seen));
        city.submitted("service_code", "ABUSE");
        assertEquals(List.of(), Changes.of(waiting.join()).told());
    }

    /** A restored database counts its transactions from the beginning. */
    @Test
    void afterARestoreTheFeedGoesOnBehindWhatWas() {
        City city = City.create();
        String before = city.submitted("service_code", "LIGHT");
        assertFalse(events.beginEraIfRestored(), "nothing was restored yet");
        Rows.change(
                database,
                "update service_request_event set xact = '900000000000' where jurisdiction_id = ?",
                city.id());
        assertEquals(List.of(), Changes.of(city.get(Format.JSON, "changes")).told());
        assertTrue(events.beginEraIfRestored());
        assertFalse(events.beginEraIfRestored(), "one era is enough");
        Changes old = Changes.of(city.get(Format.JSON, "changes"));
        assertEquals(List.of("created " + before), old.told());
        String after = city.submitted("service_code", "LIGHT");
        assertEquals(
                List.of("created " + after), Changes.after(city, Format.JSON, old.next()).told());
    }

    private static void update(City city, String id, String status, String description) {
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        status,
                        "description",
                        description)
                .is(200);
    }

    private static void hide(City city, String id) {
        city.moderate(Format.JSON, id, "visibility", "hidden", "reason", "Personal data").is(200);
    }
}
