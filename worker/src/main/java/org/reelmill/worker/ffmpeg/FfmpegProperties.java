package org.reelmill.worker.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reelmill.worker.ffmpeg.sandbox.Sandbox;
import org.reelmill.worker.ffmpeg.sandbox.SandboxMode;
import org.reelmill.worker.ffmpeg.sandbox.SandboxSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Which ffmpeg is run, what it may reach, and how long it may stand still.
///
/// @param path of the ffmpeg executable
/// @param probePath of the ffprobe executable, of the same build
/// @param environment what both find in their environment beside `PATH` and the language
/// @param patience how long ffmpeg may make no progress before it counts as dead
/// @param longest how long one run may take, whatever progress it makes
/// @param niceness of ffmpeg beside other programs, 0 to 19: what else the machine does goes before it
/// @param memory how much memory one ffmpeg may ask for and write to
/// @param sandbox whether ffmpeg is kept from files and networks that are not its own: `auto` as far as the
///     machine allows (the doctor says how far), `required` or the worker does not start, `off`
/// @param uid number of the user that ffmpeg becomes where the worker runs as root
/// @param shared directories that ffmpeg may use beside its own, as a program in its place may need
@ConfigurationProperties("reelmill.ffmpeg")
public record FfmpegProperties(
        @DefaultValue("ffmpeg") Path path,
        @DefaultValue("ffprobe") Path probePath,
        @DefaultValue Map<String, String> environment,
        @DefaultValue("120s") Duration patience,
        @DefaultValue("24h") Duration longest,
        @DefaultValue("0") int niceness,
        @DefaultValue("3GB") DataSize memory,
        @DefaultValue("auto") SandboxMode sandbox,
        @DefaultValue("65533") int uid,
        @DefaultValue List<Path> shared) {

    private static final int NICEST = 19;
    private static final String LIBRARIES = "LD_LIBRARY_PATH";

    public FfmpegProperties {
        if (niceness < 0 || niceness > NICEST) {
            throw new IllegalArgumentException("reelmill.ffmpeg.niceness must be from 0 to " + NICEST + ".");
        }
        if (uid <= 0) {
            throw new IllegalArgumentException("reelmill.ffmpeg.uid must be the number of a user that is not root.");
        }
        environment = Map.copyOf(environment);
        shared = List.copyOf(shared);
    }

    /// With the usual patience, and not nice.
    public static FfmpegProperties of(Path path, Path probePath, Map<String, String> environment) {
        return new FfmpegProperties(
                path,
                probePath,
                environment,
                Duration.ofSeconds(120),
                Duration.ofHours(24),
                0,
                DataSize.ofGigabytes(3),
                SandboxMode.AUTO,
                65_533,
                List.of());
    }

    /// The same for another build.
    public FfmpegProperties with(Path program, Path probe, Map<String, String> variables) {
        return new FfmpegProperties(
                program, probe, variables, patience, longest, niceness, memory, sandbox, uid, shared);
    }

    /// What keeps it in its place.
    ///
    /// @throws IllegalStateException if that is required and this machine does not allow it
    public Sandbox inSandbox() {
        List<Path> libraries = Stream.of(environment
                        .getOrDefault(LIBRARIES, System.getenv().getOrDefault(LIBRARIES, ""))
                        .split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .toList();
        return Sandbox.of(
                new SandboxSettings(sandbox, List.of(path, probePath), libraries, shared, memory.toBytes(), uid));
    }
}
