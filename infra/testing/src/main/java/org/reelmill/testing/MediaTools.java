package org.reelmill.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.embedded.FfmpegBinaries;

/// The ffmpeg and ffprobe that test support runs, with the environment that they need.
public record MediaTools(Path ffmpeg, Path ffprobe, Map<String, String> environment) {

    public MediaTools {
        environment = Map.copyOf(environment);
    }

    public static MediaTools of(FfmpegBinaries binaries) {
        return new MediaTools(binaries.ffmpeg(), binaries.ffprobe(), binaries.environment());
    }

    /// The tools that come with Reelmill, unpacked once into the checkout's `.cache`; or those that
    /// the environment's `FFMPEG` and `FFPROBE` name.
    public static MediaTools bundled() {
        var own = System.getenv("FFMPEG");
        var ownProbe = System.getenv("FFPROBE");
        return own != null && ownProbe != null
                ? new MediaTools(Path.of(own), Path.of(ownProbe), Map.of())
                : of(FfmpegBinaries.extract(Needs.root().resolve(".cache/ffmpeg")));
    }

    /// Takes the standard input of a process.
    @FunctionalInterface
    interface Input {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Runs ffmpeg to its end and returns what it printed on standard output.
    ///
    /// @throws AssertionError if it fails, with its last words
    public byte[] ffmpeg(List<String> arguments) {
        return ffmpeg(arguments, out -> {});
    }

    byte[] ffmpeg(List<String> arguments, Input input) {
        var command = new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-v", "error", "-y"));
        command.addAll(arguments);
        return run(command, input);
    }

    /// What ffprobe prints for these arguments.
    public String ffprobe(List<String> arguments) {
        var command = new ArrayList<>(List.of(ffprobe.toString(), "-v", "error"));
        command.addAll(arguments);
        return new String(run(command, out -> {}), StandardCharsets.UTF_8);
    }

    private byte[] run(List<String> command, Input input) {
        Path errors = null;
        try {
            errors = Files.createTempFile("reelmill-ffmpeg", ".txt");
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            var feeder = Thread.ofVirtual().start(() -> feed(process, input));
            try {
                var output = process.getInputStream().readAllBytes();
                feeder.join();
                if (process.waitFor() != 0) {
                    throw new AssertionError(String.join(" ", command) + "\n" + Files.readString(errors));
                }
                return output;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ffmpeg ran", e);
        } finally {
            delete(errors);
        }
    }

    private static void feed(Process process, Input input) {
        try (var in = process.getOutputStream()) {
            input.writeTo(in);
        } catch (IOException e) {
            // The process ended before it read everything; its exit status tells.
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
