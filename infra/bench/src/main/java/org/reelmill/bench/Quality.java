package org.reelmill.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.reelmill.testing.MediaTools;

/// How near an encoded film is to its source: by VMAF where an ffmpeg with libvmaf is to be had (that of the
/// Python package imageio-ffmpeg, or the one that `VMAF_FFMPEG` names), else by SSIM.
final class Quality {

    private static final Pattern VMAF = Pattern.compile("\"vmaf\": \\{[^}]*\"mean\": ([0-9.]+)");
    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");
    // Frame n stands at n of one time base: times in unlike ones are rounded to neighbours. And all is named
    // the same colours, or ffmpeg converts what says BT.709 to what says nothing.
    private static final String ALIKE =
            "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,settb=1/30,setpts=N";
    private static final String SIDE_BY_SIDE = "[0:v:0]" + ALIKE + "[a];[1:v:0]" + ALIKE + "[b];[a][b]";

    private final MediaTools tools;
    private final boolean vmaf;

    private Quality(MediaTools tools, boolean vmaf) {
        this.tools = tools;
        this.vmaf = vmaf;
    }

    static Quality bySsim(MediaTools own) {
        return new Quality(own, false);
    }

    static Quality best(MediaTools own) {
        String ffmpeg = System.getenv("VMAF_FFMPEG");
        Path found = Path.of(ffmpeg == null ? pythons() : ffmpeg);
        return Files.isRegularFile(found) && Files.isExecutable(found)
                ? new Quality(new MediaTools(found, own.ffprobe(), Map.of()), true)
                : bySsim(own);
    }

    String name() {
        return vmaf ? "VMAF" : "SSIM × 100 (no ffmpeg with libvmaf here)";
    }

    /// Of the first picture track against the source's, frame by frame; 100 is the best.
    double of(Path film, Path source) {
        String measure = vmaf
                ? "libvmaf=n_threads=" + Runtime.getRuntime().availableProcessors()
                        + ":n_subsample=10:log_fmt=json:log_path=/dev/stdout"
                : "ssim=stats_file=-";
        String said = new String(
                tools.ffmpeg(List.of(
                        "-i",
                        film.toString(),
                        "-i",
                        source.toString(),
                        "-lavfi",
                        SIDE_BY_SIDE + measure,
                        "-f",
                        "null",
                        "-")),
                StandardCharsets.UTF_8);
        return vmaf ? vmafIn(said) : ssimIn(said);
    }

    static double vmafIn(String log) {
        var mean = VMAF.matcher(log.substring(Math.max(0, log.indexOf("\"pooled_metrics\""))));
        if (!mean.find()) {
            throw new IllegalStateException("libvmaf printed no mean.");
        }
        return Double.parseDouble(mean.group(1));
    }

    static double ssimIn(String lines) {
        return SSIM.matcher(lines)
                        .results()
                        .mapToDouble(match -> Double.parseDouble(match.group(1)))
                        .average()
                        .orElseThrow(() -> new IllegalStateException("ffmpeg printed no SSIM."))
                * 100;
    }

    private static String pythons() {
        try {
            var python = new ProcessBuilder(
                            "python3", "-c", "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException noPython) {
            return "";
        }
    }
}
