package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.MediaSegment;
import org.reelmill.hls.Variant;
import org.reelmill.worker.fmp4.InitFile;
import org.reelmill.worker.fmp4.SegmentFile;

/// Those of the rules in [AppleRulesTest] that are about the bytes of segments: measured rates, decode times,
/// pictures that decode alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppleSegmentRulesTest {

    private static final int IDR = 5;

    private PublishedFilm film;
    private Player player;

    @BeforeAll
    void publish(@TempDir Path directory) {
        film = new PublishedFilm(directory);
        player = film.player;
    }

    @AfterAll
    void stop() {
        film.close();
    }

    @Test
    void rule_1_26_measuredAverageIsWithinTenPercentOfTheDeclared() {
        for (Variant variant : player.master.variants()) {
            double sum = average(variant.uri())
                    + heaviest(MediaRendition.Type.AUDIO, true)
                    + heaviest(MediaRendition.Type.SUBTITLES, true);
            assertThat(Double.valueOf(String.valueOf(variant.averageBandwidth())))
                    .isCloseTo(sum, within(0.1 * sum));
        }
    }

    @Test
    void rule_1_27_measuredPeakIsWithinTenPercentOfTheDeclared() {
        for (Variant variant : player.master.variants()) {
            double sum = peak(variant.uri())
                    + heaviest(MediaRendition.Type.AUDIO, false)
                    + heaviest(MediaRendition.Type.SUBTITLES, false);
            assertThat((double) variant.bandwidth()).isCloseTo(sum, within(0.1 * sum));
        }
    }

    @Test
    void rule_2_3_stereoAacIsProvided() {
        assertThat(player.master.renditions())
                .filteredOn(rendition -> rendition.type() == MediaRendition.Type.AUDIO)
                .isNotEmpty()
                .allSatisfy(rendition -> assertThat(rendition.channels()).isEqualTo("2"));
        assertThat(player.of(MediaRendition.Type.AUDIO))
                .allSatisfy(sound -> assertThat(InitFile.read(player.init(
                                        sound.getKey(),
                                        sound.getValue().segments().getFirst()))
                                .codec())
                        .isEqualTo("mp4a.40.2"));
    }

    @Test
    void rule_2_17_oneSoundPerSegment() {
        assertThat(player.of(MediaRendition.Type.AUDIO))
                .allSatisfy(sound -> assertThat(new String(
                                player.init(
                                        sound.getKey(),
                                        sound.getValue().segments().getFirst()),
                                StandardCharsets.ISO_8859_1))
                        .containsOnlyOnce("trak"));
    }

    @Test
    void rules_5_2_to_5_5_textIsWebVttWithATimestampMapAndCoversTheFilm() {
        assertThat(player.of(MediaRendition.Type.SUBTITLES)).isNotEmpty().allSatisfy(text -> {
            for (MediaSegment segment : text.getValue().segments()) {
                String vtt = new String(player.bytes(text.getKey(), segment), StandardCharsets.UTF_8);
                assertThat(vtt).startsWith("WEBVTT").contains("X-TIMESTAMP-MAP=");
            }
            assertThat(text.getValue().duration()).isCloseTo(film.plan.grid().duration(), frame());
        });
    }

    @Test
    void rule_6_10_everyIFrameHasItsMoof() {
        assertThat(player.iFrames()).allSatisfy(frames -> {
            for (MediaSegment frame : frames.getValue().segments()) {
                byte[] bytes = player.bytes(frames.getKey(), frame);
                assertThat(new String(bytes, 4, 4, StandardCharsets.ISO_8859_1)).isEqualTo("moof");
                assertThat(nals(bytes)).contains(IDR).allMatch(nal -> nal == IDR || nal > IDR);
            }
        });
    }

    @Test
    void rule_7_1_segmentsFollowOneAnotherWithoutAGap() {
        player.everything().filter(one -> !one.isText()).forEach(one -> {
            long next = 0;
            for (MediaSegment segment : one.playlist().segments()) {
                var file = SegmentFile.read(player.bytes(one.uri(), segment));
                assertThat(file.startTicks())
                        .as(one.uri() + " " + segment.uri())
                        .isEqualTo(next);
                next = one.isSound() ? next + file.frames() * 1024L : next + file.durationTicks();
            }
        });
    }

    @Test
    void rule_7_3_decodeTimesAreTheSameInAllVariants() {
        var times = player.pictures()
                .map(picture -> picture.getValue().segments().stream()
                        .map(segment -> SegmentFile.read(player.bytes(picture.getKey(), segment))
                                .startTicks())
                        .toList())
                .distinct()
                .toList();
        assertThat(times).hasSize(1);
    }

    @Test
    void rule_7_4_everySegmentBeginsWithAnIdr() {
        assertThat(player.pictures()).allSatisfy(picture -> {
            for (MediaSegment segment : picture.getValue().segments()) {
                var first = SegmentFile.read(player.bytes(picture.getKey(), segment))
                        .fragments()
                        .getFirst();
                byte[] bytes = player.bytes(picture.getKey(), segment);
                int from = (int) first.dataOffset();
                int to = from + (int) first.samples().getFirst().bytes();
                assertThat(nals(Arrays.copyOfRange(bytes, from, to), 0)).contains(IDR);
            }
        });
    }

    @Test
    void rule_8_1_durationsAreRightToWithinAFrame() {
        player.everything().filter(one -> !one.isText()).forEach(one -> {
            for (MediaSegment segment : one.playlist().segments()) {
                int timescale = InitFile.read(player.init(one.uri(), segment)).timescale();
                var file = SegmentFile.read(player.bytes(one.uri(), segment));
                // The edit list takes the encoder's start-up away, which is the sound's first frame.
                boolean hasStartUp = one.isSound() && file.startTicks() == 0;
                long ticks = one.isSound() ? (file.frames() - (hasStartUp ? 1 : 0)) * 1024L : file.durationTicks();
                assertThat(segment.duration())
                        .isCloseTo(Duration.ofNanos(ticks * 1_000_000_000L / timescale), Duration.ofNanos(1000));
            }
        });
    }

    @Test
    void rule_9_13_bandwidthIsTheGreatestSumOfPeaks() {
        for (Variant variant : player.master.variants()) {
            double sum = peak(variant.uri())
                    + heaviest(MediaRendition.Type.AUDIO, false)
                    + heaviest(MediaRendition.Type.SUBTITLES, false);
            assertThat((double) variant.bandwidth()).isCloseTo(sum, within(0.001 * sum));
        }
    }

    private Duration frame() {
        return film.plan.grid().rate().duration(1);
    }

    /// By a way of its own: all sets of segments, the slow way.
    private double peak(String uri) {
        var playlist = player.playlist(uri);
        double peak = 0;
        int count = playlist.segments().size();
        for (int from = 0; from < count; from++) {
            for (int to = from + 1; to <= count; to++) {
                var set = playlist.segments().subList(from, to);
                double seconds = seconds(set);
                if (seconds >= 0.5 * playlist.targetDuration() && seconds <= 1.5 * playlist.targetDuration()) {
                    peak = Math.max(peak, 8.0 * bytes(uri, set) / seconds);
                }
            }
        }
        return peak;
    }

    private double average(String uri) {
        var segments = player.playlist(uri).segments();
        return 8.0 * bytes(uri, segments) / seconds(segments);
    }

    private double heaviest(MediaRendition.Type type, boolean average) {
        return player.of(type)
                .mapToDouble(one -> average ? average(one.getKey()) : peak(one.getKey()))
                .max()
                .orElse(0);
    }

    private long bytes(String uri, List<MediaSegment> segments) {
        return segments.stream()
                .mapToLong(segment -> player.bytes(uri, segment).length)
                .sum();
    }

    private static double seconds(List<MediaSegment> segments) {
        return segments.stream()
                .mapToDouble(segment -> segment.duration().toNanos() / 1e9)
                .sum();
    }

    /// Types of the NAL units of an I-frame: after `moof` and the header of `mdat`.
    private static List<Integer> nals(byte[] iFrame) {
        return nals(iFrame, ByteBuffer.wrap(iFrame).getInt(0) + 8);
    }

    private static List<Integer> nals(byte[] bytes, int from) {
        var types = new ArrayList<Integer>();
        var data = ByteBuffer.wrap(bytes);
        for (int at = from; at < bytes.length; at += 4 + data.getInt(at)) {
            types.add(bytes[at + 4] & 0x1f);
        }
        return types;
    }
}
