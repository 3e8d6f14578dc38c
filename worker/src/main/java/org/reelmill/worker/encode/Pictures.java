package org.reelmill.worker.encode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.probe.VideoStream;

/// What is done to every picture: size, square pixels, colours of BT.709 in limited range, 8 bits of 4:2:0.
final class Pictures {

    private static final int HD_HEIGHT = 720;

    private Pictures() {}

    /// Filters that end in pictures ready for the encoder. ffmpeg has turned them upright before.
    static String filters(VideoStream video, int width, int height) {
        return video.colour().isHdr()
                ? toneMapped(width, height)
                : "scale=" + width + ":" + height + ":flags=bicubic:in_color_matrix=" + matrix(video)
                        + ":out_color_matrix=bt709:in_range="
                        + range(video.colour().range())
                        + ":out_range=tv,setsar=1,format=yuv420p," + TAGS;
    }

    // What frames say; encoders of ffmpeg 7 and newer listen to this, older ones to the options of `tag`.
    private static final String TAGS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

    // Scaled down first, since linear light in floats is costly.
    private static String toneMapped(int width, int height) {
        return "scale=" + width + ":" + height + ":flags=bicubic,setsar=1"
                + ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0"
                + ",zscale=t=bt709:m=bt709:r=tv,format=yuv420p," + TAGS;
    }

    /// Options that write the colours into the stream.
    static void tag(List<String> arguments) {
        arguments.addAll(List.of("-color_range", "tv"));
        arguments.addAll(List.of("-colorspace", "bt709"));
        arguments.addAll(List.of("-color_primaries", "bt709"));
        arguments.addAll(List.of("-color_trc", "bt709"));
    }

    // Where nothing is said, the usual guess: BT.601 for small pictures, BT.709 for large ones.
    private static String matrix(VideoStream video) {
        String said = video.colour().matrix();
        if (said == null || said.equals("gbr")) {
            return said == null && video.height() < HD_HEIGHT ? "bt601" : "bt709";
        }
        return switch (said) {
            case "bt470bg", "smpte170m" -> "bt601";
            case "smpte240m" -> "smpte240m";
            case "fcc" -> "fcc";
            case "bt2020nc", "bt2020c" -> "bt2020";
            default -> "bt709";
        };
    }

    private static String range(@Nullable String said) {
        return "pc".equals(said) ? "pc" : "auto";
    }
}
