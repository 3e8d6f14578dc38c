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
import org.reelmill.testing.GStreamer;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.Screening;
import org.reelmill.testing.ShakaPlayer;
import org.reelmill.testing.TestFilm;

/// Issue 5, acceptance 2: what the product makes plays, with sound, in players that we did not choose: Shaka
/// Player in Chromium, and GStreamer. hls.js is seen by [LipSyncIT].
class PlayersIT {

    private static final String NAME = "Beep and Flash";
    private static final double MOST_MILLIS = 10;
    private static final double START_UP_MILLIS = 1024 / 48.0;
    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(2500);

    @TempDir
    Path folder;

    @Test
    void aPublicationPlaysInShakaPlayerAndInGStreamer() throws IOException {
        var film = TestFilm.builder().rate(25, 1).size(854, 480).duration(LENGTH);
        var file = film.make(folder.resolve("film.mp4"), MediaTools.bundled());
        try (var site = new OneFilmSite(file, NAME, folder);
                var product =
                        ReelmillProcess.start(folder.resolve("data"), new HashMap<>(site.settings()), "--no-samples")) {
            product.address();
            var shelf = new Shelf(product);
            var id = shelf.wish(NAME);
            shelf.await(id, Duration.ofMinutes(3), "READY");
            inGStreamer(film, shelf, id);
            inShakaPlayer(film, shelf, id);
        }
    }

    private static void inGStreamer(TestFilm film, Shelf shelf, String id) {
        var played = new GStreamer().play(shelf.playlist(id), film.rate(), Duration.ofMinutes(1));
        System.out.println("GStreamer played " + played.frames() + ", sound " + played.sound());
        assertThat(played.frames().differences(film.frames())).isEmpty();
        assertThat(played.sound().beeps()).hasSameSizeAs(played.frames().flashes());
        for (int beep = 0; beep < played.sound().beeps().size(); beep++) {
            double late =
                    played.sound().beeps().get(beep) - played.frames().flashes().get(beep);
            // Written down without a clock, the sound has the encoder's start-up in front.
            assertThat(late * 1000 - START_UP_MILLIS).as("beep " + beep).isBetween(-MOST_MILLIS, MOST_MILLIS);
        }
    }

    private static void inShakaPlayer(TestFilm film, Shelf shelf, String id) {
        try (var browser = Browser.start();
                var player = ShakaPlayer.in(browser)) {
            var variants = player.load(shelf.playlist(id));
            System.out.println("Shaka Player found " + variants);
            assertThat(variants).hasSize(2).allMatch(variant -> variant.contains("mp4a.40.2"));
            var screening = new Screening(player.page());
            for (var second : List.of(0.0, 6.4)) {
                var seen = screening.watchFrom(second, LOOK);
                System.out.printf(
                        "Shaka Player: sound after the picture, from %.3f s: %.1f ms%n",
                        second, seen.soundDelay(film.rate()));
                assertThat(seen.frames().numbers()).isNotEmpty();
                assertThat(seen.frames().misplaced(film.rate(), 0)).isEmpty();
                // In Shaka Player, the sound after a seek was seen to begin up to one of its frames off.
                double most = second == 0 ? MOST_MILLIS : MOST_MILLIS + START_UP_MILLIS;
                assertThat(seen.soundDelay(film.rate())).isBetween(-most, most);
            }
            assertThat(player.endsFrom(LENGTH.toSeconds() - 1.5)).as("ended").isTrue();
            assertThat(player.failures()).isEmpty();
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
