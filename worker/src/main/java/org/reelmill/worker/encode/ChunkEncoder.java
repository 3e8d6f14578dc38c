package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.RungPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one chunk for all rungs of a set, checks it against the plan and cuts it into segments.
/// Repeatable: the same job makes the same pictures again. Thread-safe.
public final class ChunkEncoder {

    private static final Logger log = LoggerFactory.getLogger(ChunkEncoder.class);
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) frames out;.* (\\d+) frames duplicated");
    private static final int MOST_REPEATED_PERCENT = 20;

    private final Ffmpeg ffmpeg;

    public ChunkEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @param progress hears the frames made so far, of this chunk
    /// @throws EncodeMismatch if what came out is not what the plan says
    /// @throws org.reelmill.worker.ffmpeg.FfmpegFailed if ffmpeg fails
    public EncodedChunk encode(EncodeJob job, Progress progress) {
        long begun = System.nanoTime();
        List<String> said = ffmpeg.run(new FfmpegCommand(VideoCommand.arguments(job), job.directory()), progress);
        checkRepeated(job.chunk(), said);
        var inits = new HashMap<String, Path>();
        var segments = new ArrayList<EncodedSegment>();
        for (RungPlan rung : job.plan().rungsOf(job.set())) {
            RungFile file = RungFile.read(job, rung);
            inits.put(rung.name(), file.writeInit());
            segments.addAll(file.writeSegments());
        }
        double took = (System.nanoTime() - begun) / 1e9;
        double lasts = job.plan().grid().rate().duration(job.chunk().frames()).toMillis() / 1e3;
        log.info(
                "Encoded chunk {} ({}) in {} s ({}x)",
                job.chunk().number(),
                job.set().name(),
                "%.1f".formatted(took),
                "%.1f".formatted(lasts / took));
        return new EncodedChunk(inits, segments);
    }

    // The fps filter fills what the source lacks; a little is damage, much is a wrong plan.
    private static void checkRepeated(Chunk chunk, List<String> said) {
        // The first summary is that of a graph that ffmpeg only tries out.
        long repeated = said.stream()
                .map(SUMMARY::matcher)
                .filter(Matcher::find)
                .reduce((first, last) -> last)
                .map(line ->
                        Math.max(0, chunk.frames() - Long.parseLong(line.group(1))) + Long.parseLong(line.group(2)))
                .orElse(0L);
        if (repeated * 100 > chunk.frames() * MOST_REPEATED_PERCENT) {
            throw new EncodeMismatch("The source lacks %d of the %d pictures of chunk %d."
                    .formatted(repeated, chunk.frames(), chunk.number()));
        }
        if (repeated > 0) {
            log.warn(
                    "Repeated {} of {} pictures in chunk {}, since the source lacks them",
                    repeated,
                    chunk.frames(),
                    chunk.number());
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ".", e);
        }
    }
}
