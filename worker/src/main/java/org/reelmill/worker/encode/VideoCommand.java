package org.reelmill.worker.encode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.Frames;
import org.reelmill.worker.plan.OutputGrid;
import org.reelmill.worker.plan.PlanKind;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.probe.VideoStream;

/// The command line that encodes one chunk: one decode, all rungs of the set, each scaled from the one above.
/// Writes one fragmented MP4 per rung, a fragment for each group of pictures, which is cut into segments
/// then.
final class VideoCommand {

    // Frames decoded before the first one: deinterlacing needs neighbours, and a seek that aims at a frame's
    // own time would stand on the edge of rounding. The fps filter drops them again.
    private static final int PRE_ROLL = 3;

    private VideoCommand() {}

    static List<String> arguments(EncodeJob job) {
        List<RungPlan> rungs = job.plan().rungsOf(job.set());
        var arguments = new ArrayList<String>();
        // One thread for each process part: chunks run beside each other, which costs less than threads
        // within.
        add(arguments, "-threads", "1");
        arguments.addAll(job.input().arguments(seek(job)));
        add(arguments, "-filter_complex_threads", "1");
        add(arguments, "-filter_complex", filters(job, rungs));
        for (int i = 0; i < rungs.size(); i++) {
            output(arguments, job, rungs.get(i), "[v" + i + "]");
        }
        return List.copyOf(arguments);
    }

    // With -copyts all times stay the source's own. ffmpeg adds the container's start to -ss.
    private static String[] seek(EncodeJob job) {
        if (job.chunk().excerpt() != null) {
            return new String[] {"-copyts"}; // It begins with the keyframe before.
        }
        OutputGrid grid = job.plan().grid();
        Duration at = grid.sourceTime(job.chunk().firstFrame())
                .minus(grid.rate().duration(PRE_ROLL))
                .minus(job.plan().media().start());
        return job.chunk().firstFrame() == 0 || at.isNegative()
                ? new String[] {"-copyts"}
                // All from the keyframe on comes to the fps filter, which drops what is too early: the first
                // frame of a chunk may be one that is shown on from long before.
                : new String[] {"-copyts", "-noaccurate_seek", "-ss", seconds(at)};
    }

    private static String filters(EncodeJob job, List<RungPlan> rungs) {
        VideoStream video = job.plan().media().video().getFirst();
        OutputGrid grid = job.plan().grid();
        Chunk chunk = job.chunk();
        var filters = new StringBuilder("[0:" + track(job, video) + "]");
        if (video.scan() == VideoStream.Scan.INTERLACED) {
            filters.append("bwdif=mode=send_frame,");
        }
        // Lays each picture on the nearest place of the grid; frame n of the source is frame n of the grid.
        filters.append("setpts=round(PTS-(").append(seconds(grid.origin())).append(")/TB),");
        filters.append("fps=fps=").append(grid.rate());
        filters.append(":start_time=").append(seconds(grid.rate().duration(chunk.firstFrame())));
        filters.append(":round=near,");
        // A source that ends early (damaged) gets its last picture repeated; the log says so.
        filters.append("tpad=stop=").append(chunk.frames()).append(":stop_mode=clone,");
        filters.append("trim=end_frame=").append(chunk.frames()).append(',');
        filters.append(step(rungs, 0));
        filters.append(Pictures.filters(
                video, rungs.getFirst().width(), rungs.getFirst().height()));
        for (int i = 1; i < rungs.size(); i++) {
            RungPlan rung = rungs.get(i);
            filters.append(",split=2[v").append(i - 1).append("][s").append(i).append("];");
            filters.append("[s")
                    .append(i)
                    .append(']')
                    .append(step(rungs, i))
                    .append("scale=")
                    .append(rung.width())
                    .append(':')
                    .append(rung.height());
            filters.append(":flags=bicubic,setsar=1");
        }
        return filters.append("[v").append(rungs.size() - 1).append(']').toString();
    }

    /// From the first rung of half the frames on, every second frame is dropped: each chunk begins with a
    /// shown one.
    private static String step(List<RungPlan> rungs, int rung) {
        Frames frames = rungs.get(rung).frames();
        Frames above = rung == 0 ? Frames.ALL : rungs.get(rung - 1).frames();
        return frames == above ? "" : "framestep=" + frames.every() + ",";
    }

    // MPEG-PS numbers its tracks as they come, and in the middle of a film another one may come first.
    private static String track(EncodeJob job, VideoStream video) {
        boolean isNumberedAnew =
                job.chunk().excerpt() != null && job.input().demuxer().equals("mpeg");
        return isNumberedAnew ? "v:0" : String.valueOf(video.index());
    }

    private static void output(List<String> arguments, EncodeJob job, RungPlan rung, String picture) {
        OutputGrid grid = job.plan().grid();
        String gop = String.valueOf(job.plan().longestGroup(rung));
        add(arguments, "-map", picture);
        add(arguments, "-c:v", "libx264");
        add(arguments, "-threads", "1");
        add(arguments, "-preset", rung.preset());
        add(arguments, "-profile:v", rung.profile());
        add(arguments, "-level:v", rung.level());
        add(arguments, "-crf", String.valueOf(rung.crf()));
        add(arguments, "-maxrate", rung.maxKbps() + "k");
        add(arguments, "-bufsize", rung.bufferKbit() + "k");
        // Counted in frames: by time, a group of 47 frames appears at 24000/1001.
        add(arguments, "-force_key_frames", keyframes(job, rung, gop));
        add(arguments, "-g", gop);
        add(arguments, "-keyint_min", gop);
        add(arguments, "-sc_threshold", "0");
        add(arguments, "-flags", "+cgop");
        // Headers that do not depend on content, so that init segments are equal over all chunks.
        add(arguments, "-x264-params", "stitchable=1");
        Pictures.tag(arguments);
        add(arguments, "-fps_mode", "passthrough");
        add(arguments, "-avoid_negative_ts", "disabled");
        add(arguments, "-video_track_timescale", String.valueOf(timescale(grid)));
        add(arguments, "-fragment_index", String.valueOf(groupsBefore(job, rung) + 1));
        add(arguments, "-map_metadata", "-1");
        add(arguments, "-map_chapters", "-1");
        // frag_discont: tfdt is the frame's own time, not 0 in each chunk. delay_moov: the edit list names
        // the delay of reordering, the same in all chunks, so that the first frame is shown at tfdt.
        // (Negative composition offsets without an edit list would say the same; ffmpeg's demuxer then shows
        // the picture late.)
        add(arguments, "-movflags", "+frag_keyframe+delay_moov+default_base_moof+frag_discont+skip_trailer");
        if (job.plan().kind() == PlanKind.SEQUENTIAL) {
            // Segments are taken while the file grows.
            add(arguments, "-flush_packets", "1");
        }
        add(arguments, "-f", "mp4");
        arguments.add(rung.name() + ".mp4");
    }

    /// Where segments begin with the keyframes of a copied rung, groups of pictures are not of one length.
    private static String keyframes(EncodeJob job, RungPlan rung, String gop) {
        if (job.plan().copied().isEmpty()) {
            return "expr:not(mod(n," + gop + "))";
        }
        Chunk shown = job.chunk().shown(rung.frames());
        return job.plan().keyframes(rung).stream()
                .map(frame -> frame - shown.firstFrame())
                .filter(frame -> frame >= 0 && frame < shown.frames())
                .map(frame -> "eq(n," + frame + ")")
                .collect(Collectors.joining("+", "expr:", ""));
    }

    private static long groupsBefore(EncodeJob job, RungPlan rung) {
        long first = job.chunk().shown(rung.frames()).firstFrame();
        return job.plan().keyframes(rung).stream()
                .filter(frame -> frame < first)
                .count();
    }

    /// Ticks in a second: each frame is a whole number of them. Not too few, since some players round to
    /// them.
    static int timescale(OutputGrid grid) {
        long scale = grid.rate().num();
        while (scale < 10_000) {
            scale *= 10;
        }
        return Math.toIntExact(scale);
    }

    static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9).toPlainString();
    }

    private static void add(List<String> arguments, String option, String value) {
        arguments.add(option);
        arguments.add(value);
    }
}
