package org.reelmill.worker.encode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.StoryboardPlan;

/// Draws sheets of small pictures, ten rows of ten on each. Repeatable with the same result.
public final class StoryboardEncoder {

    private static final int SHEET = StoryboardPlan.SIDE * StoryboardPlan.SIDE;

    private final Ffmpeg ffmpeg;

    public StoryboardEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @return the sheets, in order; what is free on the last one is black
    /// @throws EncodeMismatch if there are not as many as planned
    public List<Path> draw(StoryboardJob job, Progress progress) {
        ffmpeg.run(new FfmpegCommand(arguments(job), job.directory()), progress);
        List<Path> sheets = IntStream.range(0, Math.ceilDiv(job.count(), SHEET))
                .mapToObj(number -> job.directory().resolve("sheet-%03d.jpg".formatted(number)))
                .toList();
        Path beyond = job.directory().resolve("sheet-%03d.jpg".formatted(sheets.size()));
        if (!sheets.stream().allMatch(Files::exists) || Files.exists(beyond)) {
            throw new EncodeMismatch("%d pictures did not make %d sheets.".formatted(job.count(), sheets.size()));
        }
        return sheets;
    }

    static List<String> arguments(StoryboardJob job) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-threads", "1"));
        arguments.addAll(new MediaInput(job.pictures().toUri(), "h264").arguments());
        // JPEG has full range and BT.601.
        arguments.addAll(List.of(
                "-vf",
                "scale=%d:%d:flags=bicubic:out_range=pc:out_color_matrix=bt601,format=yuvj420p,tile=%dx%d"
                        .formatted(job.plan().width(), job.plan().height(), StoryboardPlan.SIDE, StoryboardPlan.SIDE)));
        arguments.addAll(List.of("-fps_mode", "passthrough"));
        arguments.addAll(List.of("-c:v", "mjpeg"));
        arguments.addAll(List.of("-q:v", "5"));
        arguments.addAll(List.of("-f", "image2"));
        arguments.addAll(List.of("-start_number", "0"));
        arguments.add("sheet-%03d.jpg");
        return List.copyOf(arguments);
    }
}
