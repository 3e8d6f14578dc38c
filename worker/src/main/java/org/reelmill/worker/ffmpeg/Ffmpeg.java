package org.reelmill.worker.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.ffmpeg.sandbox.Sandbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs ffmpeg and ffprobe, in their sandbox. A run ends when the process ends: by itself, because the
/// caller's progress says stop, because the thread is interrupted, or because no progress was made for too
/// long. Thread-safe.
public final class Ffmpeg {

    private static final Logger log = LoggerFactory.getLogger(Ffmpeg.class);
    private static final int PROBE_OUTPUT_LIMIT = 64 << 20;
    private static final Set<String> KEPT_VARIABLES = Set.of("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH");

    private final FfmpegProperties properties;
    private final Sandbox sandbox;

    public Ffmpeg(FfmpegProperties properties) {
        this.properties = properties;
        this.sandbox = properties.inSandbox();
        if (sandbox.state().isWhole()) {
            log.info("{}", sandbox.state());
        } else {
            log.warn("{}", sandbox.state());
        }
    }

    /// What both run in.
    public Sandbox sandbox() {
        return sandbox;
    }

    /// Runs ffmpeg to its end.
    ///
    /// @return what it said on stderr, warnings and above, and the summaries of its filters
    /// @throws FfmpegFailed if it ends with an error or stands still
    /// @throws LeaseLost if the progress says stop, or the thread is interrupted
    public List<String> run(FfmpegCommand command, Progress progress) {
        log.info("{}", command.inShell(properties.path()));
        var arguments = new ArrayList<String>();
        if (properties.niceness() > 0) {
            arguments.addAll(List.of("nice", "-n", String.valueOf(properties.niceness())));
        }
        arguments.add(properties.path().toString());
        arguments.addAll(List.of("-hide_banner", "-nostdin", "-y"));
        if (command.faults() == FfmpegCommand.Faults.END_IT) {
            arguments.add("-xerror");
        }
        // The level in front of each line tells warnings from the summaries that only `verbose` prints.
        arguments.addAll(List.of("-loglevel", "level+verbose", "-nostats"));
        arguments.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.2"));
        arguments.addAll(command.arguments());
        try (var run = start(arguments, command.workingDirectory())) {
            var end = run.follow(progress, properties.patience());
            return switch (end) {
                case DONE -> run.said();
                case FAILED -> throw run.failure("ffmpeg ended with exit code " + run.exitCode() + ".");
                case STALLED -> throw run.failure("ffmpeg made no progress for " + properties.patience() + ".");
                case TOO_LONG -> throw run.failure("ffmpeg took longer than " + properties.longest() + ".");
                case STOPPED -> throw new LeaseLost(String.valueOf(MDC.get("task")));
            };
        }
    }

    /// Runs ffprobe to its end.
    ///
    /// @return what it printed
    /// @throws FfmpegFailed if it ends with an error or takes too long
    public String probe(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(properties.probePath().toString());
        command.addAll(List.of("-hide_banner", "-loglevel", "level+error"));
        command.addAll(arguments);
        return output(command, properties.patience());
    }

    /// Runs ffprobe to its end, however long that takes as long as it goes on printing.
    ///
    /// @param lines hears each line, on this thread; may throw to stop
    /// @throws FfmpegFailed if it ends with an error or says nothing for too long
    public void probe(List<String> arguments, Consumer<String> lines) {
        var command = new ArrayList<String>();
        command.add(properties.probePath().toString());
        command.addAll(List.of("-hide_banner", "-loglevel", "level+error"));
        command.addAll(arguments);
        try (var run = start(command, null)) {
            switch (run.lines(lines, properties.patience())) {
                case DONE -> {}
                case FAILED -> throw run.failure("ffprobe ended with exit code " + run.exitCode() + ".");
                case STALLED -> throw run.failure("ffprobe said nothing for " + properties.patience() + ".");
                case TOO_LONG -> throw run.failure("ffprobe took longer than " + properties.longest() + ".");
                case STOPPED -> throw new LeaseLost(String.valueOf(MDC.get("task")));
            }
        }
    }

    /// What `ffmpeg -version` prints.
    String version() {
        return output(List.of(properties.path().toString(), "-version"), Duration.ofSeconds(20));
    }

    private String output(List<String> command, Duration patience) {
        try (var run = start(command, null)) {
            byte[] output = run.output(PROBE_OUTPUT_LIMIT, patience);
            if (run.exitCode() != 0) {
                throw run.failure(
                        Path.of(command.getFirst()).getFileName() + " ended with exit code " + run.exitCode() + ".");
            }
            return new String(output, StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLost(String.valueOf(MDC.get("task")));
        }
    }

    /// @param workingDirectory where it writes; null if it only reads
    private FfmpegRun start(List<String> command, @Nullable Path workingDirectory) {
        var builder = new ProcessBuilder(command);
        // The worker's environment may hold secrets, which are none of ffmpeg's business.
        builder.environment().keySet().retainAll(KEPT_VARIABLES);
        builder.environment().putAll(properties.environment());
        var inputs = MediaInput.namedIn(command);
        try {
            Process process = sandbox.start(builder, workingDirectory, inputs.files(), inputs.ports());
            process.getOutputStream().close();
            return new FfmpegRun(process, properties.longest());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    command.getFirst() + " cannot be started. Set reelmill.ffmpeg.path and"
                            + " reelmill.ffmpeg.probe-path to where ffmpeg and ffprobe are.",
                    e);
        }
    }

    /// Ends a process for sure.
    static void kill(Process process) {
        Sandbox.kill(process);
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
