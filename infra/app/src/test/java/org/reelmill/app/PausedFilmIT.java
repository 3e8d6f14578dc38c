package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.TestFilm;

/// A viewer in a browser watches a film that is still being encoded, when an operator pauses it, and later
/// lets it go on.
class PausedFilmIT {

    private static final TestFilm FILM = TestFilm.builder()
            .rate(25, 1)
            .duration(Duration.ofSeconds(150))
            .size(1280, 720)
            .keyframeEvery(50);
    /// Longer than players wait for a playlist of segments of six seconds to change.
    private static final int LONG_MILLIS = 25_000;

    @TempDir
    Path folder;

    @Test
    void aViewerWaitsWhereTheFilmEndsForNowAndSeesTheRestAfterThePause() {
        try (var origin = MisbehavingServer.start();
                var browser = Browser.start();
                var product = product(origin)) {
            var shelf = new Shelf(product);
            var id = shelf.ingest(origin.address("/film.mp4"), "A Film With A Break");
            shelf.await(id, Duration.ofMinutes(4), "PLAYABLE");
            run(product, "pause", id);
            await().atMost(Duration.ofMinutes(2)).until(() -> inHand(product) == 0);
            String request = shelf.request(id);

            var seat = Seat.take(browser.newPage(), product, id);
            seat.play();
            seat.await(says("an operator has paused the rest"), Duration.ofSeconds(30));
            assertThat(product.get("/api/requests/" + request).body()).contains("pausedAt");
            assertThat(run(product, "show", id)).contains("it goes on with: reelmill resume " + id);
            // Nothing changes, except that the player asks for more again and again.
            seat.await(
                    "window.seen.length > 0 && window.seen.at(-1).name === 'waiting'"
                            + " && Date.now() - window.seen.at(-1).clock > " + LONG_MILLIS,
                    Duration.ofMinutes(4));
            double edge = seat.time();
            assertThat(edge).isGreaterThan(5).isLessThan(FILM.frames() / 25.0 - 10);
            assertThat(shelf.state(id)).isEqualTo("PLAYABLE");

            run(product, "resume", id);
            seat.await("document.getElementById('video').currentTime >= " + (edge + 5), Duration.ofMinutes(3));
            seat.await("!" + says("paused"), Duration.ofSeconds(30));
            assertThat(seat.moments()).extracting(Seat.Moment::name).doesNotContain("error", "ended");
            seat.await("document.getElementById('curtain').classList.contains('up')", Duration.ofSeconds(1));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static String says(String words) {
        return "(document.getElementById('state')?.textContent ?? '').includes('" + words + "')";
    }

    private static String run(ReelmillProcess product, String... command) {
        var ran = product.command(command);
        assertThat(ran.status()).as(ran.printed()).isZero();
        return ran.printed();
    }

    private static int inHand(ReelmillProcess product) {
        return Shelf.JSON
                .readTree(product.operatorGet("/api/queue").body())
                .path("tasks")
                .path("LEASED")
                .asInt();
    }

    private ReelmillProcess product(MisbehavingServer origin) {
        Path film = FILM.make(folder.resolve("film.mp4"), MediaTools.bundled());
        origin.on("/film.mp4", Behaviour.good("video/mp4", Body.of(film)));
        var settings = Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port(), "reelmill.worker.slots", "1");
        var product = ReelmillProcess.start(folder.resolve("data"), settings, "--no-samples");
        product.address();
        return product;
    }
}
