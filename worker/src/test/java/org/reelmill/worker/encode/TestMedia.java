package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.reelmill.embedded.FfmpegBinaries;
import org.reelmill.testing.MediaTools;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.Chunk;
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
import org.reelmill.worker.probe.Entries;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Probed;
import org.reelmill.worker.probe.Prober;
import org.reelmill.worker.probe.ScannedFilm;
import org.reelmill.worker.probe.Sniffer;
import org.reelmill.worker.source.ByteRange;
import org.reelmill.worker.source.Excerpt;

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
        return open(input, ladder).plan();
    }

    /// The plan of a film, and what it was made from.
    static OpenedFilm open(MediaInput input, Ladder ladder) {
        var probed = new Prober(ffmpeg()).probed(input, ContainerIndex.of(input.demuxer(), first(input)), () -> {});
        var entries = entries(input, probed);
        var planner = new Planner(EncodeSpeed.guessed());
        return new OpenedFilm(planner.plan(probed.media(), entries, ladder, Waiting.NOBODY), entries);
    }

    public static MediaInfo probe(MediaInput input) {
        return new Prober(ffmpeg()).probe(input, ContainerIndex.of(input.demuxer(), first(input)), () -> {});
    }

    private static Entries entries(MediaInput input, Probed probed) {
        if (probed.media().index() == MediaInfo.Index.PRESENT) {
            return Entries.none("it has an index");
        }
        Path film = Path.of(input.uri());
        try {
            var scanned = new ScannedFilm(
                    Files.size(film),
                    input,
                    (position, length) -> bytes(film, position, length),
                    excerpt -> excerpt(input, excerpt));
            return new Prober(ffmpeg()).entries(probed, scanned);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Path film, long position, long length) throws IOException {
        try (var file = new RandomAccessFile(film.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(length, file.length() - position)];
            file.seek(position);
            file.readFully(bytes);
            return bytes;
        }
    }

    /// What a chunk is made from: a file with nothing else in it, if it is an excerpt.
    static MediaInput input(MediaInput film, Chunk chunk) {
        return chunk.excerpt() == null ? film : excerpt(film, chunk.excerpt());
    }

    private static MediaInput excerpt(MediaInput film, Excerpt excerpt) {
        try {
            Path copy = Files.createTempFile("reelmill-excerpt", "");
            copy.toFile().deleteOnExit();
            try (var out = Files.newOutputStream(copy)) {
                for (ByteRange range : excerpt.ranges()) {
                    out.write(bytes(Path.of(film.uri()), range.first(), range.end() - range.first()));
                }
            }
            return new MediaInput(copy.toUri(), film.demuxer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return encode(input, plan, directory, 1);
    }

    /// The same by several workers, each of which takes the next chunk when it has done one.
    static Renditions encode(MediaInput input, IngestPlan plan, Path directory, int workers) throws IOException {
        var renditions = new Renditions(directory.resolve("whole"));
        try (var working = Executors.newFixedThreadPool(workers)) {
            var done = new ArrayList<Future<?>>();
            // Backwards: no chunk may need what another one left.
            for (var chunk : plan.chunks().reversed()) {
                for (RungSet set : plan.sets()) {
                    Path work = Files.createDirectories(directory.resolve(set.name() + chunk.number()));
                    var job = new EncodeJob(input(input, chunk), plan, chunk, set, work);
                    done.add(working.submit(() -> {
                        encode(job, renditions);
                        return job;
                    }));
                }
            }
            for (var task : done) {
                task.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
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

    private static void encode(EncodeJob job, Renditions renditions) throws IOException {
        var encoder = new ChunkEncoder(ffmpeg());
        if (job.plan().kind() != PlanKind.SEQUENTIAL) {
            renditions.add(encoder.encode(job, (time, frame) -> true));
            return;
        }
        encoder.encode(job, renditions::add, (time, frame) -> true);
        for (String rung : job.set().rungs()) {
            renditions.init(rung, ChunkEncoder.init(job.directory(), rung));
        }
    }
}
