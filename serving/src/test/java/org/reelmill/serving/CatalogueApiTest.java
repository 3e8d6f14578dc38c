package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ids;
import org.reelmill.title.Title;

@ExtendWith(Serving.Started.class)
class CatalogueApiTest {

    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2, 3};

    private final Serving serving;
    private final Visitor visitor;
    private final Library library;
    /// Keeps the titles of one test apart from those of others.
    private String mark = "";

    CatalogueApiTest(Serving serving) {
        this.serving = serving;
        this.visitor = serving.visitor();
        this.library = serving.library();
    }

    @BeforeEach
    void newMark() {
        mark = "q" + Ids.next().substring(0, 10);
    }

    @Test
    void pagesShowEachMovieOnceNewestFirst() {
        var added = new ArrayList<String>();
        for (int number = 0; number < 7; number++) {
            added.add(library.add(mark + " Film " + number).id());
        }
        seen("/api/movies?limit=100&q=" + mark, 7);

        var shown = new ArrayList<String>();
        String cursor = "";
        do {
            var page = visitor.get("/api/movies?limit=3&q=" + mark + cursor);
            page.json().at("/items").forEach(item -> shown.add(item.at("/id").asString()));
            cursor = page.at("/next").isEmpty() ? "" : "&cursor=" + page.at("/next");
        } while (!cursor.isEmpty());

        assertThat(shown).containsExactlyInAnyOrderElementsOf(added);
        assertThat(shown.getLast()).isEqualTo(added.getFirst());
    }

    @Test
    void aCursorThatWasChangedOrBelongsToAnotherListIsRefused() {
        library.add(mark + " One");
        library.add(mark + " Two");
        seen("/api/movies?q=" + mark, 2);
        String cursor = visitor.get("/api/movies?limit=1&q=" + mark).at("/next");
        String changed = cursor.substring(0, 20) + (cursor.charAt(20) == 'A' ? 'B' : 'A') + cursor.substring(21);

        for (String bad : List.of(
                "/api/movies?limit=1&q=" + mark + "&cursor=" + changed,
                "/api/movies?limit=1&q=" + mark + "&cursor=" + cursor.substring(1),
                "/api/movies?limit=1&q=" + mark + "&cursor=",
                "/api/movies?limit=1&q=" + mark + "&cursor=%00%7f",
                "/api/movies?limit=1&q=" + mark + "&genre=Drama&cursor=" + cursor)) {
            var answer = visitor.get(bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.at("/type")).endsWith("/bad-cursor");
        }
        assertThat(visitor.get("/api/movies?limit=1&q=" + mark + "&cursor=" + cursor)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void searchIgnoresAccentsAndCaseAndFindsBeginningsOfWords() {
        library.add(mark + " Le Voyage à travers l'Impossible", List.of("Fantasy"), null, List.of());
        seen("/api/movies?q=" + mark, 1);

        assertThat(visitor.get("/api/movies?q=" + mark + "+VOYAGE+a+impo").at("/items/0/title"))
                .contains("Voyage à travers");
        assertThat(found("q=" + mark + "+oyage")).isZero();
        assertThat(found("genre=fantasy&q=" + mark)).isEqualTo(1);
        assertThat(found("genre=Drama&q=" + mark)).isZero();
        assertThat(found("q=keaton+" + mark)).isEqualTo(1);
        assertThat(visitor.get("/api/genres").text()).contains("\"Fantasy\"");
    }

    @Test
    void statesAreFilteredAndWhatWasTakenDownIsNotListed() {
        library.publish(library.add(mark + " Ready").id());
        library.takeDown(library.add(mark + " Gone").id());
        library.add(mark + " New");
        seen("/api/movies?q=" + mark, 2);

        assertThat(found("state=READY&q=" + mark)).isEqualTo(1);
        assertThat(visitor.get("/api/movies?state=DISCOVERED&q=" + mark).at("/items/0/title"))
                .isEqualTo(mark + " New");
        assertThat(visitor.get("/api/movies?state=NONSENSE").status()).isEqualTo(400);
    }

    @Test
    void aReadyMovieShowsItsLicenceAndTracks() {
        Title title = library.publish(library.add(mark).id());
        var movie = visitor.get("/api/movies/" + title.id());

        assertThat(movie.at("/state")).isEqualTo("READY");
        assertThat(movie.at("/licence")).isEqualTo("CC-BY-3.0");
        assertThat(movie.at("/licenceTerms/attribution")).isEqualTo("(c) The Makers");
        assertThat(movie.json().at("/runtimeSeconds").asInt()).isEqualTo(9000);
        assertThat(movie.json().at("/tracks/ladder")).hasSize(2);
        assertThat(movie.json().at("/tracks/ladder/0/height").asInt()).isEqualTo(1080);
        assertThat(movie.at("/tracks/subtitles/0/name")).isEqualTo("Deutsch");
        assertThat(movie.text()).doesNotContain("\"key\"").doesNotContain("sources");
    }

    @Test
    void whatHasNotChangedIsNotSentAgainAndTheRestIsCompressed() throws IOException {
        Title title = library.add(mark);
        String path = "/api/movies/" + title.id();
        String version = visitor.get(path).header("ETag");

        assertThat(version).startsWith("W/\"");
        assertThat(visitor.with("If-None-Match", version).get(path).status()).isEqualTo(304);
        for (int number = 0; number < 8; number++) {
            library.add(mark + " " + number);
        }
        seen("/api/movies?q=" + mark, 9);
        var packed = visitor.with("Accept-Encoding", "gzip").get("/api/movies?q=" + mark);
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        try (var plain =
                new GZIPInputStream(new ByteArrayInputStream(packed.response().body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).contains(mark);
        }
    }

    @Test
    void postersMayBeKeptForEverUnderTheirVersion() {
        serving.part(ObjectStore.class).put("art/" + mark + ".jpg", JPEG, ContentType.JPEG);
        Title title = library.add(mark, List.of(), "art/" + mark + ".jpg", List.of());
        String address = visitor.get("/api/movies/" + title.id()).at("/poster");

        var poster = visitor.get(address);
        assertThat(poster.status()).isEqualTo(200);
        assertThat(poster.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(poster.header("Cache-Control")).contains("immutable");
        assertThat(poster.response().body()).isEqualTo(JPEG);
        assertThat(visitor.with("If-None-Match", poster.header("ETag"))
                        .get(address)
                        .status())
                .isEqualTo(304);
        assertThat(visitor.get("/api/movies/" + title.id() + "/poster").header("Cache-Control"))
                .doesNotContain("immutable");
    }

    @Test
    void whatIsNoPictureIsNeverHandedOut() {
        byte[] script = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        serving.part(ObjectStore.class).put("art/" + mark + ".jpg", script, ContentType.JPEG);
        Title title = library.add(mark, List.of(), "art/" + mark + ".jpg", List.of());

        assertThat(visitor.get("/api/movies/" + title.id() + "/poster").status())
                .isEqualTo(404);
    }

    @Test
    void markupInTitlesStaysText() {
        Title title = library.add(mark + " <img src=x onerror=alert(1)>");
        var movie = visitor.with("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .get("/api/movies/" + title.id());

        assertThat(movie.header("Content-Type")).startsWith("application/json");
        assertThat(movie.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(movie.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(movie.at("/title")).isEqualTo(title.name());
    }

    @Test
    void badParametersAreRefused() {
        for (String bad :
                List.of("cursor=%00%ff", "limit=0", "limit=101", "limit=x", "q=" + "x".repeat(201), "state=ready")) {
            var answer = visitor.get("/api/movies?" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.at("/type")).endsWith("/bad-parameter");
        }
        assertThat(visitor.send("PUT", "/api/movies", BodyPublishers.noBody()).status())
                .isEqualTo(405);
    }

    private int found(String parameters) {
        return visitor.get("/api/movies?" + parameters).json().at("/items").size();
    }

    private void seen(String path, int items) {
        await().untilAsserted(() ->
                assertThat(visitor.get(path).json().at("/items").size()).isEqualTo(items));
    }
}
