package org.reelmill.worker.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which ffmpeg is run, and how long it may stand still.
///
/// @param path of the ffmpeg executable
/// @param probePath of the ffprobe executable, of the same build
/// @param environment added to the environment of both
/// @param patience how long ffmpeg may make no progress before it counts as dead
/// @param niceness of ffmpeg beside other programs, 0 to 19: what else the machine does goes before it
@ConfigurationProperties("reelmill.ffmpeg")
public record FfmpegProperties(
        @DefaultValue("ffmpeg") Path path,
        @DefaultValue("ffprobe") Path probePath,
        @DefaultValue Map<String, String> environment,
        @DefaultValue("120s") Duration patience,
        @DefaultValue("0") int niceness) {

    private static final int NICEST = 19;

    public FfmpegProperties {
        if (niceness < 0 || niceness > NICEST) {
            throw new IllegalArgumentException("reelmill.ffmpeg.niceness must be from 0 to " + NICEST + ".");
        }
        environment = Map.copyOf(environment);
    }

    /// With the usual patience, and not nice.
    public static FfmpegProperties of(Path path, Path probePath, Map<String, String> environment) {
        return new FfmpegProperties(path, probePath, environment, Duration.ofSeconds(120), 0);
    }
}
