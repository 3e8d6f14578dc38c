package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.NaturalFilm;
import org.reelmill.testing.Needs;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.testing.ReelmillProcess;

/// Five minutes of natural film in 1080p are asked for, and watched from the first second to the last while
/// they are being encoded.
class PlayWhileEncodingIT {

    private static final String NAME = "A Long Walk";
    private static final Duration LENGTH = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void aRequestedFilmPlaysToItsEndWithoutAStallWhileItIsEncoded() throws IOException {
        var tools = MediaTools.bundled();
        var clip = Needs.sharedMedia().resolve("A-open/bbb_1080p30_h264_aac2_13s.ts");
        var film = NaturalFilm.loop(clip, LENGTH, folder.resolve("film.mp4"), tools);
        try (var browser = Browser.start();
                var site = new OneFilmSite(film, NAME, folder);
                var product =
                        ReelmillProcess.start(folder.resolve("data"), new HashMap<>(site.settings()), "--no-samples")) {
            product.address();
            assertThat(product.command("discover", OneFilmSite.RECIPE).status()).isZero();
            var shelf = new Shelf(product);
            var id = shelf.find(NAME);
            shelf.request(id);
            shelf.await(id, Duration.ofMinutes(2), "PLAYABLE");
            var growing = shelf.playlist(id);
            assertThat(growing.getPath()).contains("/now/");

            try (var growth = new GrowthWatch(growing)) {
                watchToTheEnd(browser, product, id);
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

    private static void watchToTheEnd(Browser browser, ReelmillProcess product, String id) {
        var seat = Seat.take(browser.newPage(), product, id);
        seat.play();
        // A stall ends the wait at once: what was encoded by then tells why.
        seat.await(
                "(document.getElementById('video').ended"
                        + " || window.seen.some(seen => seen.at > 0.1 && /^(waiting|error)$/.test(seen.name)))",
                LENGTH.plusSeconds(60));

        var moments = seat.moments();
        assertThat(stalls(moments))
                .as("Stalls at %s s of %s s that were there, in %s", seat.time(), seat.duration(), seat.heights())
                .isEmpty();
        var begun = moments.stream()
                .filter(moment -> moment.name().equals("playing"))
                .findFirst()
                .orElseThrow();
        assertThat(begun.at()).as("Where the film began").isLessThan(0.5);
        var end = moments.stream()
                .filter(moment -> moment.name().equals("ended"))
                .findFirst()
                .orElseThrow();
        assertThat(end.at()).as("The second at which it ended").isGreaterThanOrEqualTo(LENGTH.toSeconds());
        assertThat(end.clock() - begun.clock())
                .as("How long it played, in seconds, and the film's length")
                .isBetween(end.at() - 2, end.at() + 3);
    }

    /// Waits for data after the picture had begun to move, but those that the player makes by itself: at the
    /// very end, and where it takes up the final playlists during a pause.
    private static List<Seat.Moment> stalls(List<Seat.Moment> moments) {
        return moments.stream()
                .filter(moment ->
                        moment.name().equals("waiting") || moment.name().equals("error"))
                .filter(moment -> moment.at() > 0.1)
                .toList();
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
