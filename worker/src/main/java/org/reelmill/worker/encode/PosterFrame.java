package org.reelmill.worker.encode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.probe.VideoStream;

/// Takes a picture that stands for the film: of two seconds from a tenth into it, the one most like the
/// others.
public final class PosterFrame {

    private static final String FILE = "poster.jpg";
    private static final int MOST_HEIGHT = 720;
    private static final int SHARE = 10;

    private final Ffmpeg ffmpeg;

    public PosterFrame(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @param directory where `poster.jpg` is put
    /// @return empty if there is no picture that can be decoded
    public Optional<Path> take(MediaInput input, IngestPlan plan, Path directory) {
        Progress unheard = (outTime, frame) -> true;
        Path poster = directory.resolve(FILE);
        // Seeking a short film without an index may end behind its last keyframe.
        for (Duration at : List.of(place(plan), Duration.ZERO)) {
            ffmpeg.run(new FfmpegCommand(arguments(input, plan, at), directory), unheard);
            if (Files.exists(poster)) {
                return Optional.of(poster);
            }
        }
        return Optional.empty();
    }

    /// A tenth into the film, from the start of its container on.
    static Duration place(IngestPlan plan) {
        Duration at = plan.grid()
                .sourceTime(plan.grid().frames() / SHARE)
                .minus(plan.media().start());
        return at.isNegative() ? Duration.ZERO : at;
    }

    static List<String> arguments(MediaInput input, IngestPlan plan, Duration at) {
        VideoStream video = plan.media().video().getFirst();
        RungPlan size = plan.rungs().stream()
                .filter(rung -> Math.min(rung.width(), rung.height()) <= MOST_HEIGHT)
                .findFirst()
                .orElse(plan.rungs().getLast());
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-threads", "1"));
        arguments.addAll(input.arguments("-ss", VideoCommand.seconds(at)));
        arguments.addAll(List.of("-map", "0:" + video.index()));
        // JPEG has full range and BT.601.
        arguments.addAll(List.of(
                "-vf",
                "thumbnail=n=" + plan.grid().gop() + "," + Pictures.filters(video, size.width(), size.height())
                        + ",scale=out_range=pc:out_color_matrix=bt601,format=yuvj420p"));
        arguments.addAll(List.of("-frames:v", "1"));
        arguments.addAll(List.of("-c:v", "mjpeg"));
        arguments.addAll(List.of("-q:v", "4"));
        arguments.addAll(List.of("-f", "image2"));
        arguments.addAll(List.of("-update", "1"));
        arguments.add(FILE);
        return List.copyOf(arguments);
    }
}
