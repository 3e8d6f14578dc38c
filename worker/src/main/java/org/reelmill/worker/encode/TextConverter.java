package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.IngestPlan;

/// Turns a text track into WebVTT segments that begin where the picture's do and cover its whole length.
/// Repeatable with the same result. Reads the source whole, since text lies between the pictures.
public final class TextConverter {

    private static final String FILE = "text.vtt";
    private static final int TIMESCALE = 1000;

    private final Ffmpeg ffmpeg;

    public TextConverter(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @return all segments, those without a cue too
    public List<EncodedSegment> convert(TextJob job, Progress progress) {
        ffmpeg.run(new FfmpegCommand(arguments(job), job.directory()), progress);
        List<Cue> cues = Cue.parse(read(job.directory().resolve(FILE))).stream()
                .map(cue -> cue.earlier(job.plan().grid().origin()))
                .toList();
        return write(job, cues);
    }

    static List<String> arguments(TextJob job) {
        var arguments = new ArrayList<String>();
        arguments.addAll(job.input().arguments("-copyts", "-vn", "-an", "-dn"));
        arguments.addAll(List.of("-map", "0:" + job.text().stream()));
        arguments.addAll(List.of("-map_metadata", "-1"));
        arguments.addAll(List.of("-avoid_negative_ts", "disabled"));
        arguments.addAll(List.of("-c:s", "webvtt"));
        arguments.addAll(List.of("-f", "webvtt"));
        arguments.add(FILE);
        return List.copyOf(arguments);
    }

    private static List<EncodedSegment> write(TextJob job, List<Cue> cues) {
        IngestPlan plan = job.plan();
        List<Long> bounds = plan.segmentBounds();
        var segments = new ArrayList<EncodedSegment>();
        for (int number = 0; number + 1 < bounds.size(); number++) {
            long start = plan.grid().rate().ticks(bounds.get(number), TIMESCALE);
            long end = plan.grid().rate().ticks(bounds.get(number + 1), TIMESCALE);
            // A cue that lasts over a border stands in both segments, or a seek would miss it.
            List<Cue> shown =
                    cues.stream().filter(cue -> cue.isShown(start, end)).toList();
            Path file = job.directory().resolve("%05d.vtt".formatted(number));
            ChunkEncoder.write(file, Cue.document(shown).getBytes(StandardCharsets.UTF_8));
            segments.add(
                    new EncodedSegment(job.text().name(), number, file, start, end - start, TIMESCALE, shown.size()));
        }
        return List.copyOf(segments);
    }

    // A track without a single cue makes no file in some versions.
    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ".", e);
        }
    }
}
