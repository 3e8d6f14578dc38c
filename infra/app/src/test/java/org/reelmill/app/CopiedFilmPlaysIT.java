package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.Needs;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.Screening;
import org.reelmill.testing.TestFilm;

/// A film whose tallest rung is copied plays in the browser while the others are being made, and afterwards;
/// its own pictures stand where they belong, with their sound.
class CopiedFilmPlaysIT {

    private static final String NAME = "As It Is";
    private static final int HEIGHT = 720;
    private static final double MOST_MILLIS = 10;
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(2500);

    @TempDir
    Path folder;

    @Test
    void playsWhileTheOtherRungsAreMadeAndAfterwards() throws IOException {
        var film = TestFilm.builder()
                .rate(24000, 1001)
                .duration(LENGTH)
                .size(1280, HEIGHT)
                .keyframeEvery(60);
        var file = film.make(folder.resolve("film.mp4"), MediaTools.bundled());
        var usual = Files.readString(Needs.root().resolve("samples/ladders/usual.yml"));
        Files.writeString(folder.resolve("copying.yml"), "copy: fitting\n" + usual);
        var settings = new HashMap<>(
                Map.of("reelmill.ladder.directory", folder.toString(), "reelmill.ladder.name", "copying"));
        try (var browser = Browser.start();
                var site = new OneFilmSite(file, NAME, folder);
                var product = start(site, settings)) {
            product.address();
            var shelf = new Shelf(product);
            var id = shelf.wish(NAME);
            shelf.await(id, Duration.ofMinutes(2), "PLAYABLE", "READY");
            watchToTheEnd(Seat.take(browser.newPage(), product, id));
            shelf.await(id, Duration.ofMinutes(3), "READY");
            assertThat(product.command("show", id).printed())
                    .containsPattern("(?m)^copying +The rung v720 is copied: the film fits it as it is.$");

            var seat = Seat.take(browser.newPage(), product, id);
            seat.play();
            var screening = new Screening(seat.page());
            for (var second : List.of(14.4, 0.0, 27.2)) {
                var seen = screening.watchFrom(second, LOOK);
                assertThat(seen.frames().numbers()).isNotEmpty();
                assertThat(seen.frames().misplaced(film.rate(), 0)).isEmpty();
                System.out.printf(
                        "At %d lines, sound after the picture, from %.3f s: %.1f ms%n",
                        seat.pictureHeight(), second, seen.soundDelay(film.rate()));
                assertThat(seen.soundDelay(film.rate())).isBetween(-MOST_MILLIS, MOST_MILLIS);
            }
            assertThat(seat.pictureHeight()).isEqualTo(HEIGHT);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private ReelmillProcess start(OneFilmSite site, Map<String, String> settings) {
        settings.putAll(site.settings());
        return ReelmillProcess.start(folder.resolve("data"), settings, "--no-samples");
    }

    private static void watchToTheEnd(Seat seat) {
        seat.play();
        try {
            seat.await("document.getElementById('video').ended", LENGTH.multipliedBy(3));
        } finally {
            System.out.printf("Watched while it was made, up to %.1f s: %s%n", seat.time(), seat.moments());
        }
        assertThat(seat.moments()).extracting(Seat.Moment::name).doesNotContain("error");
    }
}
