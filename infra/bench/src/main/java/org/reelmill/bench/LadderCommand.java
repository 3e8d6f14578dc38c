package org.reelmill.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Rung;

/// The one ffmpeg command that an expert would write by hand: decode once, split, one x264 output for each
/// rung of the product's own ladder, AAC, CMAF segments with HLS playlists. Same preset, quality, rate caps,
/// closed groups of two seconds and six-second segments as the product.
///
/// @param source a film of 16:9 whose height is the tallest rung's
/// @param framesPerSecond of the source
/// @param directory where `master.m3u8` and the renditions go
record LadderCommand(Ladder ladder, Path source, int framesPerSecond, Path directory) {

    private static final int GOP_SECONDS = 2;
    private static final int SEGMENT_SECONDS = 6;

    List<String> arguments() {
        var arguments = new ArrayList<String>();
        add(arguments, "-i", source.toString());
        add(arguments, "-filter_complex", filters());
        for (int i = 0; i < rungs().size(); i++) {
            add(arguments, "-map", "[v" + i + "]");
        }
        add(arguments, "-map", "0:a:0");
        video(arguments);
        add(arguments, "-c:a", "aac");
        add(arguments, "-b:a", "128k");
        add(arguments, "-ac", "2");
        add(arguments, "-ar", "48000");
        hls(arguments);
        return List.copyOf(arguments);
    }

    /// The init segment and the segments of the tallest rung are `v0/init_0.mp4` and `v0/%05d.m4s`.
    Path tallest() {
        return directory.resolve("v0");
    }

    private List<Rung> rungs() {
        return ladder.rungs();
    }

    private String filters() {
        var filters = new StringBuilder("[0:v:0]split=" + rungs().size());
        for (int i = 0; i < rungs().size(); i++) {
            filters.append(i == 0 ? "[v0]" : "[s" + i + "]");
        }
        for (int i = 1; i < rungs().size(); i++) {
            int height = rungs().get(i).height();
            filters.append(";[s")
                    .append(i)
                    .append("]scale=")
                    .append(width(height))
                    .append(':')
                    .append(height);
            filters.append(":flags=bicubic[v").append(i).append(']');
        }
        return filters.toString();
    }

    private void video(List<String> arguments) {
        String gop = String.valueOf(framesPerSecond * GOP_SECONDS);
        add(arguments, "-c:v", "libx264");
        add(arguments, "-preset", ladder.preset());
        add(arguments, "-profile:v", "high");
        add(arguments, "-pix_fmt", "yuv420p");
        for (int i = 0; i < rungs().size(); i++) {
            Rung rung = rungs().get(i);
            add(arguments, "-crf:v:" + i, String.valueOf(rung.crf()));
            add(arguments, "-maxrate:v:" + i, rung.maxKbps() + "k");
            add(arguments, "-bufsize:v:" + i, rung.maxKbps() * 2 + "k");
        }
        add(arguments, "-g", gop);
        add(arguments, "-keyint_min", gop);
        add(arguments, "-sc_threshold", "0");
        add(arguments, "-flags", "+cgop");
    }

    private void hls(List<String> arguments) {
        var streams = new StringBuilder();
        for (int i = 0; i < rungs().size(); i++) {
            streams.append("v:").append(i).append(",agroup:sound ");
        }
        add(arguments, "-f", "hls");
        // Without it the film opens with a gap that players have to jump over.
        add(arguments, "-avoid_negative_ts", "disabled");
        add(arguments, "-hls_time", String.valueOf(SEGMENT_SECONDS));
        add(arguments, "-hls_playlist_type", "vod");
        add(arguments, "-hls_segment_type", "fmp4");
        add(arguments, "-hls_fmp4_init_filename", "init.mp4");
        add(
                arguments,
                "-hls_segment_filename",
                directory.resolve("v%v/%05d.m4s").toString());
        add(arguments, "-master_pl_name", "master.m3u8");
        add(arguments, "-var_stream_map", streams + "a:0,agroup:sound,default:yes");
        arguments.add(directory.resolve("v%v/media.m3u8").toString());
    }

    private static int width(int height) {
        return (int) Math.round(height * 16 / 9.0 / 2) * 2;
    }

    private static void add(List<String> arguments, String option, String value) {
        arguments.add(option);
        arguments.add(value);
    }
}
