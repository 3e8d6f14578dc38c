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
@ConfigurationProperties("reelmill.ffmpeg")
public record FfmpegProperties(
        @DefaultValue("ffmpeg") Path path,
        @DefaultValue("ffprobe") Path probePath,
        @DefaultValue Map<String, String> environment,
        @DefaultValue("120s") Duration patience) {

    public FfmpegProperties {
        environment = Map.copyOf(environment);
    }

    /// With the usual patience.
    public static FfmpegProperties of(Path path, Path probePath, Map<String, String> environment) {
        return new FfmpegProperties(path, probePath, environment, Duration.ofSeconds(120));
    }
}
