package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;

/// Sound of all kinds becomes AAC stereo of 48 kHz, as long as the picture, with each beep in its place.
class SoundTest {

    private static final Duration LENGTH = Duration.ofSeconds(9);

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource({
        "8000, 1, pcm_s16le",
        "11025, 1, pcm_s16le",
        "22050, 2, mp2",
        "44100, 1, flac",
        "48000, 6, ac3",
        "96000, 2, flac",
        "96000, 6, pcm_s24le"
    })
    void everyRateAndLayout(int rate, int channels, String codec) throws IOException {
        var input = TestMedia.input(withSound("-c:a", codec, "-ar", "" + rate, "-ac", "" + channels));
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        var audio = plan.audio().getFirst();
        Path file = encoded(new AudioJob(input, plan, audio, work));
        var sound = reader.sound(file, 0);
        assertThat(sound.seconds()).isCloseTo(9, within(0.011));
        assertThat(sound.beeps()).hasSize(9);
        for (int second = 0; second < 9; second++) {
            assertThat(sound.beeps().get(second)).isCloseTo(second, within(0.010));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcm_s16le", "ac3"})
    void surroundKeepsEachChannelInItsPlace(String codec) throws IOException {
        Path film = TestFilm.builder().duration(LENGTH).make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("source");
        int[] hertz = {300, 400, 500, 60, 700, 800}; // left, right, centre, low, and behind left and right
        String tones =
                Arrays.stream(hertz).mapToObj("0.2*sin(2*PI*%d*t)"::formatted).collect(Collectors.joining("|"));
        var arguments = new ArrayList<>(List.of("-i", film.toString(), "-f", "lavfi"));
        arguments.addAll(List.of("-i", "aevalsrc=exprs='" + tones + "':c=5.1:s=48000:d=9"));
        arguments.addAll(List.of("-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", codec));
        arguments.addAll(List.of("-f", "matroska", source.toString()));
        TestMedia.tools().ffmpeg(arguments);
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.audio()).singleElement().extracting(AudioPlan::channels).isEqualTo(2);
        var surround = plan.surround().getFirst();
        assertThat(surround.name()).isEqualTo(plan.audio().getFirst().name() + "-51");

        Path file = encoded(new AudioJob(input, plan, surround, work));

        byte[] bytes = TestMedia.tools()
                .ffmpeg(List.of("-i", file.toString(), "-ss", "2", "-t", "1", "-f", "f32le", "pipe:1"));
        var samples = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
        assertThat(samples).hasSize(6 * 48_000);
        for (int channel = 0; channel < 6; channel++) {
            assertThat(rises(samples, channel)).as("channel " + channel).isCloseTo(hertz[channel], within(2));
        }
    }

    /// How often a channel of six goes from below nought to above.
    private static int rises(float[] samples, int channel) {
        int rises = 0;
        for (int at = channel + 6; at < samples.length; at += 6) {
            rises += samples[at - 6] < 0 && samples[at] >= 0 ? 1 : 0;
        }
        return rises;
    }

    @Test
    void aScratchInTheSoundIsPassedOver() throws IOException {
        Path source = withSound("-c:a", "ac3");
        scratch(source, 40);
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        Path file = encoded(new AudioJob(input, plan, plan.audio().getFirst(), work));
        var sound = reader.sound(file, 0);
        assertThat(sound.seconds()).isCloseTo(9, within(0.011));
        assertThat(sound.beeps()).hasSizeGreaterThan(5);
    }

    @Test
    void soundThatCannotBeDecodedIsRejectedInWords() throws IOException {
        Path source = withSound("-c:a", "aac");
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        scratch(source, 1_000_000);
        var job = new AudioJob(input, plan, plan.audio().getFirst(), work);
        assertThatThrownBy(() -> encoded(job))
                .isInstanceOf(RejectedSource.class)
                .hasMessageContaining("sound")
                .extracting("failure.code")
                .isEqualTo("damaged-sound");
    }

    private Path encoded(AudioJob job) throws IOException {
        var segments = new TreeMap<Integer, EncodedSegment>();
        Path init = new AudioEncoder(TestMedia.ffmpeg())
                .encode(job, segment -> segments.put(segment.number(), segment), (time, frame) -> true);
        Path whole = work.resolve("whole.mp4");
        try (var out = Files.newOutputStream(whole)) {
            Files.copy(init, out);
            for (var segment : segments.values()) {
                Files.copy(segment.file(), out);
            }
        }
        return whole;
    }

    private Path withSound(String... options) {
        Path film = TestFilm.builder().duration(LENGTH).make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("source");
        var arguments = new ArrayList<>(List.of("-i", film.toString(), "-c:v", "copy"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-f", "matroska", source.toString()));
        TestMedia.tools().ffmpeg(arguments);
        return source;
    }

    /// Changes bytes of the sound track alone, at places that a printed seed chooses.
    private static void scratch(Path source, int bytes) throws IOException {
        long seed = 20;
        System.out.println("Seed " + seed);
        var random = new Random(seed);
        var packets = TestMedia.tools()
                .ffprobe(List.of(
                        "-select_streams",
                        "a",
                        "-show_entries",
                        "packet=pos,size",
                        "-of",
                        "csv=p=0",
                        source.toString()))
                .lines()
                .map(line -> line.split(",", 3))
                .toList();
        byte[] film = Files.readAllBytes(source);
        for (int i = 0; i < bytes; i++) {
            String[] packet = packets.get(random.nextInt(packets.size()));
            int size = Integer.parseInt(packet[0]);
            // The position is that of the block, whose header is some bytes long.
            int at = Integer.parseInt(packet[1]) + 16 + random.nextInt(Math.max(1, size - 16));
            film[at] = (byte) random.nextInt();
        }
        Files.write(source, film);
    }
}
