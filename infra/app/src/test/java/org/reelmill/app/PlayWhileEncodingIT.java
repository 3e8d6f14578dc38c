package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.NaturalFilm;
import org.reelmill.testing.Needs;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.testing.ReelmillProcess;

/// Five minutes of natural film in 1080p are asked for, and watched from the first second to the last while
/// they are being encoded, without a stall but where other programs take the machine. `reelmill.play.seconds`
/// sets another length.
class PlayWhileEncodingIT {

    private static final String NAME = "A Long Walk";
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("reelmill.play.seconds", 300));
    private static final double PLAYABLE_SECONDS = 0.5;
    private static final double IDLE_CORES = 0.2;
    private static final Duration LOOK_BACK = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void aRequestedFilmPlaysToItsEndWhileItIsEncoded() throws IOException {
        var tools = MediaTools.bundled();
        var clip = Needs.sharedMedia().resolve("A-open/bbb_1080p30_h264_aac2_13s.ts");
        var film = NaturalFilm.loop(clip, LENGTH, folder.resolve("film.mp4"), tools);
        try (var browser = Browser.start();
                var site = new OneFilmSite(film, NAME, folder);
                var product =
                        ReelmillProcess.start(folder.resolve("data"), new HashMap<>(site.settings()), "--no-samples")) {
            product.address();
            var shelf = new Shelf(product);
            var id = shelf.wish(NAME);
            shelf.await(id, Duration.ofMinutes(2), "PLAYABLE");
            var growing = shelf.playlist(id);
            assertThat(growing.getPath()).contains("/now/");

            try (var growth = new GrowthWatch(growing);
                    var load = new LoadWatch()) {
                watchToTheEnd(Seat.take(browser.newPage(), product, id), load);
                shelf.await(id, Duration.ofMinutes(10), "READY");

                assertThat(growth.faults()).isEmpty();
                assertThat(growth.ended())
                        .as("All growing playlists have ended")
                        .isTrue();
                // Each was seen at several lengths, or nothing was proved of their growth.
                assertThat(growth.versions().values())
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allMatch(seen -> seen > 3);
            }
            assertThat(browser.complaints()).isEmpty();
            checkFinalPlaylists(shelf, id);
        }
    }

    private static void watchToTheEnd(Seat seat, LoadWatch load) {
        seat.play();
        seat.await(
                "(document.getElementById('video').ended || window.seen.some(seen => seen.name === 'error'))",
                LENGTH.multipliedBy(2).plusMinutes(2));

        var moments = seat.moments();
        var starved = moments.stream().filter(PlayWhileEncodingIT::isStarved).toList();
        starved.forEach(wait -> System.out.printf(
                "Waited for film at %.1f s; other programs had taken %.2f cores%n", wait.at(), taken(load, wait)));
        assertThat(starved)
                .as("Waits for film on a machine with nothing else to do")
                .allMatch(wait -> taken(load, wait) > IDLE_CORES);
        assertThat(moments).extracting(Seat.Moment::name).doesNotContain("error");
        var begun = moments.stream()
                .filter(moment -> moment.name().equals("playing"))
                .findFirst()
                .orElseThrow();
        assertThat(begun.at()).as("Where the film began").isLessThan(0.5);
        var end = moments.stream()
                .filter(moment -> moment.name().equals("ended"))
                .findFirst()
                .orElseThrow();
        assertThat(end.at()).as("The second at which it ended").isGreaterThanOrEqualTo((double) LENGTH.toSeconds());
    }

    /// Whether the player waited for film. It also says that it waits where it has film and its decoder
    /// cannot follow, since other programs have the processor.
    private static boolean isStarved(Seat.Moment wait) {
        return wait.name().equals("waiting")
                && wait.at() > 0.1
                && wait.at() < LENGTH.toSeconds() - PLAYABLE_SECONDS
                && wait.ahead() < PLAYABLE_SECONDS;
    }

    private static double taken(LoadWatch load, Seat.Moment wait) {
        return load.otherCores(wait.clock(), LOOK_BACK);
    }

    private void checkFinalPlaylists(Shelf shelf, String id) throws IOException {
        var master = shelf.playlist(id);
        assertThat(master.getPath()).doesNotContain("/now/");
        try (var edge = new EdgeClient()) {
            var copy = edge.copy(master, folder.resolve("copy"));
            for (var height : new int[] {1080, 720, 480, 360}) {
                assertThat(Files.readString(copy.picture(height)))
                        .contains("#EXT-X-PLAYLIST-TYPE:VOD")
                        .endsWith("#EXT-X-ENDLIST\n");
            }
            var playlists = new HashMap<String, String>();
            for (var playlist : copy.playlists().entrySet()) {
                playlists.put(playlist.getKey(), Files.readString(playlist.getValue()));
            }
            assertThat(new PlaylistValidators().objections(playlists)).isEmpty();
        }
    }
}
