package org.reelmill.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// ffmpeg and ffprobe from the class path, unpacked and tried.
///
/// Both are GPL software and always run as processes of their own. Never parse their merged stdout and
/// stderr: on a bare
/// machine the loader itself writes to stderr.
///
/// @param ffmpeg      the executable
/// @param ffprobe     the executable beside it
/// @param environment what to add to the environment of either process, or it does not find its libraries
public record FfmpegBinaries(Path ffmpeg, Path ffprobe, Map<String, String> environment) {

    private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";
    // What libavdevice asks of a desktop. Only their names must be found; nothing in them is called.
    private static final List<String> DESKTOP_LIBRARIES =
            List.of("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0");

    public FfmpegBinaries {
        environment = Map.copyOf(environment);
    }

    /// Unpacks into a directory named after the version inside the given one, once: a later start finds it
    /// there. May run at the same time in several processes.
    ///
    /// @throws EmbeddedServiceException if there is no binary for this platform, or it does not run here
    public static FfmpegBinaries extract(Path directory) {
        try {
            var unpacked = FfmpegArchive.onClassPath().unpackInto(directory.toAbsolutePath());
            return runnable(unpacked);
        } catch (IOException e) {
            throw new EmbeddedServiceException(
                    "ffmpeg could not be unpacked into " + directory.toAbsolutePath() + ": " + e.getMessage()
                            + ". Free some space there (about 90 MB), or " + FfmpegArchive.USE_OWN,
                    e);
        }
    }

    private static FfmpegBinaries runnable(Path unpacked) throws IOException {
        var plain = in(unpacked, unpacked.toString());
        if (plain.complaint().isEmpty()) {
            return plain;
        }
        var stubbed = in(unpacked, unpacked + ":" + stubs(unpacked));
        var complaint = stubbed.complaint();
        if (complaint.isEmpty()) {
            return stubbed;
        }
        throw new EmbeddedServiceException(
                "The ffmpeg that comes with Reelmill does not run on this machine (it needs glibc"
                        + " 2.35 or newer, and a file system that allows to execute): " + complaint + ". To go on, "
                        + FfmpegArchive.USE_OWN);
    }

    private static FfmpegBinaries in(Path unpacked, String libraryPath) {
        return new FfmpegBinaries(
                unpacked.resolve("ffmpeg"), unpacked.resolve("ffprobe"), Map.of(LIBRARY_PATH, libraryPath));
    }

    /// Empty if `ffmpeg -version` works, else what was said.
    private String complaint() throws IOException {
        var command = new ProcessBuilder(ffmpeg.toString(), "-version").redirectErrorStream(true);
        command.environment().putAll(environment);
        try {
            var process = command.start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer in 10 s";
            }
            return process.exitValue() == 0 ? "" : "exit code " + process.exitValue() + ", " + said.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ffmpeg was tried", e);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Path stubs(Path unpacked) throws IOException {
        var stubs = Files.createDirectories(unpacked.resolve("stub"));
        for (var name : DESKTOP_LIBRARIES) {
            var link = stubs.resolve(name);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..", "libva-drm.so.2"));
            }
        }
        return stubs;
    }
}
