package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.hls.Variant;
import org.reelmill.testing.Container;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.testing.TestFilm;
import org.reelmill.worker.encode.TestMedia;
import org.reelmill.worker.fmp4.SegmentFile;

/// A film of 60 frames per second, an odd number of them, in rungs of all and of half the frames.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HalfRateTest {

    private PublishedFilm film;

    @BeforeAll
    void publish(@TempDir Path directory) {
        var source = TestFilm.builder()
                .rate(60, 1)
                .duration(Duration.ofMillis(13_517))
                .container(Container.MKV)
                .audioTracks(List.of("eng"));
        film = new PublishedFilm(new EncodedFilm(source, TestMedia.halving(), directory), directory);
    }

    @AfterAll
    void stop() {
        film.close();
    }

    @Test
    void variantsSayTheRateThatTheyShow() {
        assertThat(film.plan.grid().frames()).isEqualTo(811);
        assertThat(film.player.master.variants())
                .extracting(variant -> variant.uri() + " " + variant.frameRate())
                .containsExactlyInAnyOrder(
                        "v360/index.m3u8 60.000", "v240/index.m3u8 30.000", "v180/index.m3u8 30.000");
    }

    @Test
    void segmentsBeginTogetherAndHoldHalfTheFrames() {
        var whole = frames("v360/index.m3u8");
        var half = frames("v180/index.m3u8");
        assertThat(whole).containsExactly(120, 120, 120, 120, 240, 91);
        assertThat(half).containsExactly(60, 60, 60, 60, 120, 46);
        var starts = film.player.playlist("v360/index.m3u8").segments();
        for (Variant variant : film.player.master.variants()) {
            var segments = film.player.playlist(variant.uri()).segments();
            for (int i = 0; i + 1 < starts.size(); i++) {
                assertThat(segments.get(i).duration()).isEqualTo(starts.get(i).duration());
            }
        }
    }

    @Test
    void satisfiesOtherPeoplesParsers() {
        assertThat(new PlaylistValidators().objections(film.player.texts)).isEmpty();
    }

    @Test
    void theGateCountsTheFramesOfEachRung() {
        var parts = new ArrayList<PublishedSegment>();
        var rung = film.plan.rungs().getLast();
        var bounds = film.plan.segmentBounds(rung);
        for (int number = 0; number + 1 < bounds.size(); number++) {
            long frames = bounds.get(number + 1) - bounds.get(number);
            // As if the second segment had all frames, not half of them.
            parts.add(segment(number, bounds.get(number), frames, number == 1 ? 2 * frames : frames));
        }
        var findings = SegmentChecks.findings(
                film.plan,
                new PublishedParts(Map.of(rung.name(), parts), List.of(Plans.init(rung.name())), null, List.of()));
        assertThat(findings)
                .filteredOn(finding -> rung.name().equals(finding.rendition()))
                .extracting(Finding::toString)
                .containsExactly("Segment 1 of v180 has 120 frames, the plan says 60.");
    }

    private List<Integer> frames(String uri) {
        return film.player.playlist(uri).segments().stream()
                .map(segment ->
                        SegmentFile.read(film.player.bytes(uri, segment)).frames())
                .toList();
    }

    private static PublishedSegment segment(int number, long first, long frames, long told) {
        return new PublishedSegment(
                "v180",
                number,
                ObjectNames.mediaSegment("v180", number, 1),
                first * 2000,
                frames * 2000,
                60_000,
                1000,
                "0".repeat(64),
                Math.toIntExact(told),
                List.of(new IFrame(0, 0, 500)));
    }
}
