package org.reelmill.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.encode.TestMedia;

/// One film for each limit, just beyond it, and one that just keeps within.
class LimitsTest {

    private static final String MJPEG = "-c:v mjpeg -q:v 31 -f mov";

    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            -f lavfi -i color=size=8208x64:rate=25:duration=1;         picture-size; sides of 16 to 8192
            -f lavfi -i color=size=64x8208:rate=25:duration=1;         picture-size; sides of 16 to 8192
            -f lavfi -i color=size=64x8:rate=25:duration=1;            picture-size; sides of 16 to 8192
            -f lavfi -i color=size=64x64:rate=301:duration=1;          frame-rate;   1 to 300 are allowed
            -f lavfi -i color=size=64x64:rate=1/2:duration=10;         frame-rate;   1 to 300 are allowed
            -f lavfi -i color=size=16x16:rate=1:duration=43260;        too-long;     12 h are allowed
            """)
    void whatIsBeyondALimitIsRefusedWithTheLimit(String picture, String code, String words) {
        assertRefused(make(picture + " " + MJPEG), code, words);
    }

    @ParameterizedTest
    @CsvSource({"8192x64:rate=25", "64x16:rate=25", "64x64:rate=300", "64x64:rate=1"})
    void whatKeepsWithinIsTaken(String picture) {
        Path film = make("-f lavfi -i color=size=%s:duration=3 %s".formatted(picture, MJPEG));
        assertThat(TestMedia.probe(TestMedia.input(film)).video()).hasSize(1);
    }

    @Test
    void soundTracksWithoutEndAreRefused() {
        assertRefused(make(withSounds(33)), "too-many-tracks", "33 sound and text tracks; 32 are allowed");
        assertThat(TestMedia.probe(TestMedia.input(make(withSounds(32)))).audio())
                .hasSize(32);
    }

    @Test
    void streamsBeyondNumberAreNotEvenLookedAt() {
        assertRefused(make(withSounds(70)), "too-many-tracks", "more than 64 tracks");
    }

    private static String withSounds(int count) {
        return "-f lavfi -i color=size=64x64:rate=25:duration=1 -f lavfi -i sine=duration=1:sample_rate=8000 -map 0 "
                + "-map 1 ".repeat(count) + "-c:a pcm_s16le " + MJPEG;
    }

    private Path make(String arguments) {
        Path film = work.resolve("film" + arguments.hashCode() + ".mov");
        var all = new ArrayList<>(List.of(arguments.strip().split("\\s+")));
        all.add(film.toString());
        TestMedia.tools().ffmpeg(all);
        return film;
    }

    private static void assertRefused(Path film, String code, String words) {
        assertThatThrownBy(() -> TestMedia.probe(TestMedia.input(film)))
                .isInstanceOfSatisfying(RejectedSource.class, refused -> {
                    assertThat(refused.failure().code()).isEqualTo(code);
                    assertThat(refused.failure().reason()).contains(words);
                });
    }
}
