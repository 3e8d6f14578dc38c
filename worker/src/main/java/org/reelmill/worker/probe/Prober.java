package org.reelmill.worker.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.title.Failure;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.MediaInput;

/// Asks ffprobe what a source is. Reads the container's index and the packets at both ends of the picture,
/// not the whole. Repeatable.
public final class Prober {

    private static final int HEAD_PACKETS = 120;
    private static final Duration TAIL = Duration.ofSeconds(3);
    // Bounds on what may be read to learn about streams.
    private static final String PROBE_BYTES = "8M";
    private static final String ANALYZE_MICROS = "5M";
    private static final String MOST_STREAMS = "64";

    private final Ffmpeg ffmpeg;

    public Prober(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @throws RejectedSource if it cannot be read as a film, or is one that is refused
    public MediaInfo probe(MediaInput input) {
        var described = new MediaDescription(input.demuxer(), ask(streamArguments(input))).mediaInfo();
        Refusals.check(described);
        VideoStream video = described.video().getFirst();
        var times = PacketTimes.parse(ask(packetArguments(input, video, described.duration())));
        return described.withFirstVideo(video.with(times.timing(video)));
    }

    static List<String> streamArguments(MediaInput input) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-show_format", "-show_streams", "-show_chapters"));
        arguments.addAll(List.of("-of", "json"));
        arguments.addAll(bounded(input));
        return arguments;
    }

    static List<String> packetArguments(MediaInput input, VideoStream video, Duration duration) {
        Duration tail = duration.minus(TAIL).isNegative() ? Duration.ZERO : duration.minus(TAIL);
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-select_streams", String.valueOf(video.index())));
        arguments.addAll(List.of("-show_entries", "packet=pts_time,flags"));
        arguments.addAll(List.of("-read_intervals", "%+#" + HEAD_PACKETS + "," + tail.toSeconds() + "%"));
        arguments.addAll(List.of("-of", "csv=print_section=0"));
        arguments.addAll(bounded(input));
        return arguments;
    }

    private static List<String> bounded(MediaInput input) {
        return input.arguments(
                "-probesize", PROBE_BYTES, "-analyzeduration", ANALYZE_MICROS, "-max_streams", MOST_STREAMS);
    }

    private String ask(List<String> arguments) {
        try {
            return ffmpeg.probe(arguments);
        } catch (FfmpegFailed failed) {
            throw new RejectedSource(
                    new Failure(
                            "not-a-film",
                            "The source begins like a film, but cannot be read as one: it is damaged, cut short or"
                                    + " of a kind that is not supported.",
                            String.join("\n", failed.lastLines())),
                    failed);
        }
    }
}
