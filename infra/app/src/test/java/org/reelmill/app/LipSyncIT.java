package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.Screening;
import org.reelmill.testing.TestFilm;

/// Issue 3, acceptance 3, in the browser: beep and flash belong together after seeks to the start, the middle
/// and the end, in hls.js, which plays what the product has made.
class LipSyncIT {

    private static final String NAME = "Beep and Flash";
    private static final double MOST_MILLIS = 10;
    private static final Duration LOOK = Duration.ofMillis(2500);

    @TempDir
    Path folder;

    @Test
    void beepAndFlashBelongTogetherAfterEverySeek() throws IOException {
        var film = TestFilm.builder().rate(24000, 1001).duration(Duration.ofSeconds(30));
        var file = film.make(folder.resolve("film.mp4"), MediaTools.bundled());
        try (var browser = Browser.start();
                var site = new OneFilmSite(file, NAME, folder);
                var product =
                        ReelmillProcess.start(folder.resolve("data"), new HashMap<>(site.settings()), "--no-samples")) {
            product.address();
            var shelf = new Shelf(product);
            var id = shelf.wish(NAME);
            shelf.await(id, Duration.ofMinutes(3), "READY");

            var seat = Seat.take(browser.newPage(), product, id);
            seat.play();
            assertThat(buffered(seat)).as("buffered from").isZero();
            var screening = new Screening(seat.page());
            for (var second : List.of(14.4, 0.0, 6.006, 27.2)) {
                var seen = screening.watchFrom(second, LOOK);
                assertThat(seen.frames().numbers()).isNotEmpty();
                assertThat(seen.frames().misplaced(film.rate(), 0)).isEmpty();
                System.out.printf(
                        "Sound after the picture, from %.3f s: %.1f ms%n", second, seen.soundDelay(film.rate()));
                assertThat(seen.soundDelay(film.rate()))
                        .as("Sound after the picture, from %s s", second)
                        .isBetween(-MOST_MILLIS, MOST_MILLIS);
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static double buffered(Seat seat) {
        return ((Number) seat.page().evaluate("() => document.getElementById('video').buffered.start(0)"))
                .doubleValue();
    }
}
