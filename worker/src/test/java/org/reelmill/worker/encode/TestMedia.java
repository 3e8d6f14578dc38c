package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reelmill.embedded.FfmpegBinaries;
import org.reelmill.testing.MediaTools;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.Frames;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.PlanKind;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.Rung;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.Waiting;
import org.reelmill.worker.probe.ContainerIndex;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Prober;
import org.reelmill.worker.probe.Sniffer;

/// What tests of media share: the product's own ffmpeg (or another, `-Dreelmill.test.ffmpeg=/usr/bin`), and
/// the way from a file to its renditions, each put together to one playable file.
public final class TestMedia {

    private static final FfmpegBinaries BINARIES = binaries();

    private TestMedia() {}

    private static FfmpegBinaries binaries() {
        String other = System.getProperty("reelmill.test.ffmpeg");
        return other == null
                ? FfmpegBinaries.extract(Path.of("target", "ffmpeg"))
                : new FfmpegBinaries(Path.of(other, "ffmpeg"), Path.of(other, "ffprobe"), Map.of());
    }

    public static Ffmpeg ffmpeg() {
        return new Ffmpeg(FfmpegProperties.of(BINARIES.ffmpeg(), BINARIES.ffprobe(), BINARIES.environment()));
    }

    public static MediaTools tools() {
        return MediaTools.of(BINARIES);
    }

    /// Rungs of 360 and 180 lines, as fast as it goes with reordered frames, which the ultrafast preset has
    /// not.
    public static Ladder ladder() {
        return new Ladder("small", "superfast", List.of(new Rung(360, 23, 1500), new Rung(180, 23, 500)));
    }

    /// Rungs of all frames and, below, of half.
    public static Ladder halving() {
        return new Ladder(
                "halving",
                "superfast",
                List.of(
                        new Rung(360, 23, 1500),
                        new Rung(240, 23, 700, Frames.HALF),
                        new Rung(180, 23, 500, Frames.HALF)));
    }

    public static MediaInput input(Path film) {
        try (var in = Files.newInputStream(film)) {
            return new MediaInput(film.toUri(), Sniffer.demuxer(in.readNBytes(Sniffer.BYTES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static IngestPlan plan(MediaInput input, Ladder ladder) {
        return new Planner(EncodeSpeed.guessed()).plan(probe(input), ladder, Waiting.NOBODY);
    }

    public static MediaInfo probe(MediaInput input) {
        return new Prober(ffmpeg()).probe(input, ContainerIndex.of(input.demuxer(), first(input)), () -> {});
    }

    private static byte[] first(MediaInput input) {
        try (var in = input.uri().toURL().openStream()) {
            return in.readNBytes(Sniffer.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Encodes all chunks, each by itself, and puts the rendition of each rung together.
    static Renditions encode(MediaInput input, IngestPlan plan, Path directory) throws IOException {
        var renditions = new Renditions(directory.resolve("whole"));
        var encoder = new ChunkEncoder(ffmpeg());
        // Backwards: no chunk may need what another one left.
        for (var chunk : plan.chunks().reversed()) {
            for (RungSet set : plan.sets()) {
                Path work = Files.createDirectories(directory.resolve(set.name() + chunk.number()));
                var job = new EncodeJob(input, plan, chunk, set, work);
                if (plan.kind() == PlanKind.INDEXED) {
                    renditions.add(encoder.encode(job, (time, frame) -> true));
                    continue;
                }
                encoder.encode(job, renditions::add, (time, frame) -> true);
                for (String rung : set.rungs()) {
                    renditions.init(rung, ChunkEncoder.init(work, rung));
                }
            }
        }
        for (var audio : plan.audio()) {
            Path work = Files.createDirectories(directory.resolve(audio.name()));
            var job = new AudioJob(input, plan, audio, work);
            Path init = new AudioEncoder(ffmpeg()).encode(job, renditions::add, (time, frame) -> true);
            renditions.init(audio.name(), init);
        }
        renditions.write();
        return renditions;
    }
}
