package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The product as a person runs it: `./reelmill up` in a process of its own, on a data directory, reached
/// over HTTP. It can be killed like a machine that loses power, and started again.
public final class ReelmillProcess extends HttpProduct {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_NANOS = 20_000_000;
    private static final int GRACE_SECONDS = 20;

    private final Process process;
    private final Path data;
    private final Path output;

    private ReelmillProcess(Process process, Path data, Path output) {
        this.process = process;
        this.data = data;
        this.output = output;
    }

    /// Starts the product on free ports; returns at once.
    ///
    /// @param data its data directory
    /// @param settings further properties, e.g. `reelmill.worker.slots`
    /// @param options further options of `up`, e.g. `--no-samples`
    public static ReelmillProcess start(Path data, Map<String, String> settings, String... options) {
        try {
            Path config = Files.createDirectories(data.toAbsolutePath().getParent())
                    .resolve(data.getFileName() + ".properties");
            var properties = new Properties();
            properties.putAll(settings);
            try (var out = Files.newOutputStream(config)) {
                properties.store(out, null);
            }
            Files.deleteIfExists(data.resolve("running.properties"));
            var command = new ArrayList<>(List.of(launcher().toString(), "up", "--data", data.toString()));
            command.addAll(List.of("--port", "0", "--edge-port", "0", "--samples-port", "0"));
            command.addAll(List.of("--config", config.toString()));
            command.addAll(List.of(options));
            Path output = data.resolveSibling(data.getFileName() + ".out");
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().put("REELMILL_CLASS_CACHE", "off"); // Used where it is, but not learned in a test.
            return new ReelmillProcess(builder.start(), data, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The launcher of this checkout.
    public static Path launcher() {
        return Path.of(System.getProperty("reelmill.root", "."))
                .toAbsolutePath()
                .normalize()
                .resolve("reelmill");
    }

    /// Where its pages are; waits until they answer.
    ///
    /// @throws IllegalStateException with what it printed, if it ended or does not answer in time
    @Override
    public URI address() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            var properties = new Properties();
            if (Files.exists(data.resolve("running.properties"))) {
                try (var in = Files.newInputStream(data.resolve("running.properties"))) {
                    properties.load(in);
                } catch (IOException writtenJustNow) {
                    continue;
                }
            }
            String server = properties.getProperty("server");
            if (server != null) {
                return URI.create(server);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("Reelmill did not come up. It printed:\n" + printed());
    }

    /// Runs another command of the command line on the same data directory, and returns its exit code and
    /// what it printed.
    public CommandResult command(String... arguments) {
        try {
            var command = new ArrayList<>(List.of(launcher().toString()));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--data", data.toString()));
            var child = new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new CommandResult(child.waitFor(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What it printed so far, over all its lives on this data directory.
    public String printed() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path data() {
        return data;
    }

    public Process process() {
        return process;
    }

    /// Ends it like a power cut, with all ffmpeg processes that it started.
    public void kill() {
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /// Asks it to stop, as Ctrl-C does.
    ///
    /// @return its exit code, which is 143 after a signal
    public int stop() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new IllegalStateException("Reelmill did not stop within " + GRACE_SECONDS + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                kill();
            }
        }
        super.close();
    }

    @Override
    protected URI operators() {
        return address();
    }

    @Override
    protected Path operatorKey() {
        return data.resolve("keys/operator.key");
    }

    /// How a command ended.
    public record CommandResult(int status, String printed) {}
}
