package org.reelmill.worker.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.reelmill.title.Failure;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.MediaInput;

/// Asks ffprobe what a source is. Reads the container's index and the packets at both ends of the picture;
/// the whole only where there is no index, or the frame rate varies. Repeatable.
public final class Prober {

    private static final int HEAD_PACKETS = 120;
    private static final Duration TAIL = Duration.ofSeconds(3);
    // H.264 reorders over 16 pictures at most.
    private static final int REORDERED = 20;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
    // Bounds on what may be read to learn about streams.
    private static final String PROBE_BYTES = "8M";
    private static final String ANALYZE_MICROS = "5M";
    private static final String MOST_STREAMS = "64";
    private static final String TOO_MANY_STREAMS = "Number of streams exceeds max_streams";

    private final Ffmpeg ffmpeg;

    public Prober(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @param index whether the container has one, see [ContainerIndex]
    /// @param step called now and then; may throw to stop
    /// @throws RejectedSource if it cannot be read as a film, or is one that is refused
    public MediaInfo probe(MediaInput input, MediaInfo.Index index, Runnable step) {
        return probed(input, index, step).media();
    }

    /// As [#probe], with what was learned where all packets were heard.
    public Probed probed(MediaInput input, MediaInfo.Index index, Runnable step) {
        var described = new MediaDescription(input.demuxer(), index, ask(streamArguments(input))).mediaInfo();
        Refusals.check(described);
        step.run();
        return fromEnds(input, described).orElseGet(() -> scanned(input, described, step));
    }

    /// Where a film without an index can be begun to read.
    public Entries entries(Probed probed, ScannedFilm film) throws IOException, InterruptedException {
        return new EntrySearch(probed, film, new EntryTrial(ffmpeg)).search();
    }

    private Optional<Probed> fromEnds(MediaInput input, MediaInfo described) {
        if (described.index() == MediaInfo.Index.ABSENT) {
            return Optional.empty();
        }
        VideoStream video = described.video().getFirst();
        var ends = PacketTimes.parse(ask(packetArguments(input, video, described.duration())));
        return ends.timing(video).map(timing -> Probed.unscanned(timed(described, timing)));
    }

    private Probed scanned(MediaInput input, MediaInfo described, Runnable step) {
        VideoStream video = described.video().getFirst();
        var times = new ScannedTimes();
        var keyframes = new Keyframes();
        telling(() -> {
            ffmpeg.probe(scanArguments(input, video), line -> {
                times.accept(line);
                keyframes.accept(line);
                step.run();
            });
            return "";
        });
        FrameTiming timing = times.timing(video.nominalRate());
        Duration late = times.areOfDecoding() ? delay(input, video, timing.first()) : Duration.ZERO;
        return new Probed(
                timed(described, timing.later(late)),
                keyframes.all(),
                LongStream.of(times.sorted()).boxed().toList(),
                late);
    }

    /// How long after its time of decoding the first picture is shown, where pictures are reordered and the
    /// container (AVI) does not say it.
    private Duration delay(MediaInput input, VideoStream video, Duration first) {
        return ask(headArguments(input, video))
                .lines()
                .map(line -> line.split(",")[0])
                .filter(time -> !time.isBlank() && !time.equals("N/A"))
                .findFirst()
                .map(time -> Duration.ofNanos(ScannedTimes.micros(time) * 1000).minus(first))
                .filter(late -> !late.isNegative() && late.compareTo(LONGEST_DELAY) < 0)
                .orElse(Duration.ZERO);
    }

    private static MediaInfo timed(MediaInfo described, FrameTiming timing) {
        Refusals.check(timing);
        return described.withFirstVideo(described.video().getFirst().with(timing));
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

    static List<String> scanArguments(MediaInput input, VideoStream video) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-select_streams", String.valueOf(video.index())));
        arguments.addAll(List.of("-show_entries", "packet=pts_time,dts_time,pos,flags"));
        arguments.addAll(List.of("-of", "csv=print_section=0"));
        arguments.addAll(bounded(input));
        return arguments;
    }

    static List<String> headArguments(MediaInput input, VideoStream video) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-select_streams", String.valueOf(video.index())));
        arguments.addAll(List.of("-show_entries", "frame=best_effort_timestamp_time"));
        arguments.addAll(List.of("-read_intervals", "%+#" + REORDERED));
        arguments.addAll(List.of("-of", "csv=print_section=0"));
        arguments.addAll(bounded(input));
        return arguments;
    }

    private static List<String> bounded(MediaInput input) {
        return input.arguments(
                "-probesize", PROBE_BYTES, "-analyzeduration", ANALYZE_MICROS, "-max_streams", MOST_STREAMS);
    }

    private String ask(List<String> arguments) {
        return telling(() -> ffmpeg.probe(arguments));
    }

    private static String telling(Supplier<String> question) {
        try {
            return question.get();
        } catch (FfmpegFailed failed) {
            if (failed.lastLines().stream().anyMatch(line -> line.contains(TOO_MANY_STREAMS))) {
                throw RejectedSource.because(
                        "too-many-tracks",
                        "The source has more than %s tracks, which no film needs.".formatted(MOST_STREAMS));
            }
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
