package org.reelmill.worker.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One process of ffmpeg or ffprobe. Closing it kills what still runs.
final class FfmpegRun implements AutoCloseable {

    private static final int LAST_LINES = 40;
    private static final int KEPT_LINES = 2000;
    private static final int LINE_LIMIT = 500;
    private static final List<String> SUMMARIES = List.of("frames duplicated", "decode errors");
    private static final String VERBOSE = "[verbose] ";
    private static final String INFO = "[info] ";

    /// How a run ended.
    enum End {
        DONE,
        FAILED,
        STALLED,
        TOO_LONG,
        STOPPED
    }

    private record Point(long outTimeMicros, long frame) {}

    private static final Point NOWHERE = new Point(-1, -1);
    private static final Point START = new Point(0, 0);

    private static final Point LAST = new Point(-1, -1);

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private final Thread listener;
    private final long endsBy;

    /// @param longest how long it may take from now on
    FfmpegRun(Process process, Duration longest) {
        this.process = process;
        this.endsBy = System.nanoTime() + longest.toNanos();
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    /// Follows `-progress pipe:1` until the process ends or must end.
    End follow(Progress progress, Duration patience) {
        var points = new LinkedBlockingQueue<Point>();
        Thread.ofVirtual().start(() -> readPoints(points));
        var last = NOWHERE;
        long movedAt = System.nanoTime();
        try {
            while (true) {
                Point point = points.poll(100, TimeUnit.MILLISECONDS);
                if (point == LAST) {
                    return process.waitFor() == 0 ? End.DONE : End.FAILED;
                }
                if (point != null && !point.equals(last)) {
                    last = point;
                    movedAt = System.nanoTime();
                }
                long told = System.nanoTime();
                if (point == null && last.equals(NOWHERE)) {
                    // While it opens its input it says nothing, and may wait there for another worker's
                    // fetch.
                    point = START;
                }
                if (point != null && !progress.at(Math.max(0, point.outTimeMicros()), point.frame())) {
                    return End.STOPPED;
                }
                movedAt += System.nanoTime() - told; // Waiting for a store is not ffmpeg's fault.
                if (System.nanoTime() - movedAt > patience.toNanos()) {
                    return End.STALLED;
                }
                if (isOverdue()) {
                    return End.TOO_LONG;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.STOPPED;
        }
    }

    private boolean isOverdue() {
        return System.nanoTime() > endsBy;
    }

    /// Hands on the lines of stdout as they come, until the process ends or must end.
    End lines(Consumer<String> listener, Duration patience) {
        var lines = new LinkedBlockingQueue<String>();
        var closed = CompletableFuture.runAsync(
                () -> readLines(lines), task -> Thread.ofVirtual().start(task));
        long heardAt = System.nanoTime();
        try {
            while (true) {
                String line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    heardAt = System.nanoTime();
                    listener.accept(line);
                } else if (closed.isDone() && lines.isEmpty()) {
                    return process.waitFor() == 0 ? End.DONE : End.FAILED;
                } else if (System.nanoTime() - heardAt > patience.toNanos()) {
                    return End.STALLED;
                }
                if (isOverdue()) {
                    return End.TOO_LONG;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.STOPPED;
        }
    }

    private void readLines(LinkedBlockingQueue<String> lines) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            // How the process ended tells the rest.
        }
    }

    /// Reads stdout whole.
    byte[] output(int limit, Duration patience) throws InterruptedException {
        var reading = CompletableFuture.supplyAsync(
                () -> readAll(limit), task -> Thread.ofVirtual().start(task));
        try {
            byte[] output = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw failure("It printed more than is sensible, or did not end.");
            }
            return output;
        } catch (TimeoutException e) {
            throw failure("It took longer than " + patience + ".");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The output of a process cannot be read.", e.getCause());
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    /// The run's failure, with its last words.
    FfmpegFailed failure(String what) {
        Ffmpeg.kill(process);
        waitForListener();
        synchronized (lastLines) {
            return new FfmpegFailed(what, List.copyOf(lastLines));
        }
    }

    /// Everything that was kept of stderr.
    List<String> said() {
        waitForListener();
        synchronized (lastLines) {
            return List.copyOf(said);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            Ffmpeg.kill(process);
        }
    }

    private void readPoints(LinkedBlockingQueue<Point> points) {
        long outTime = 0;
        long frame = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("out_time_us=")) {
                    outTime = number(line, outTime);
                } else if (line.startsWith("frame=")) {
                    frame = number(line, frame);
                } else if (line.startsWith("progress=")) {
                    points.add(new Point(outTime, frame));
                }
            }
        } catch (IOException killed) {
            // The pipe broke because the process is gone; how it ended tells the rest.
        } finally {
            points.add(LAST); // So that nobody waits for another one.
        }
    }

    // "N/A" stands there before the first packet.
    private static long number(String line, long before) {
        String digits = line.substring(line.indexOf('=') + 1).strip();
        return digits.matches("-?\\d+") ? Long.parseLong(digits) : before;
    }

    private byte[] readAll(int limit) {
        try (InputStream in = process.getInputStream()) {
            return in.readNBytes(limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(FfmpegCommand.redacted(line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) : line));
            }
        } catch (IOException killed) {
            // As above.
        }
    }

    private void keep(String line) {
        boolean chatter = line.contains(VERBOSE) || line.contains(INFO);
        synchronized (lastLines) {
            if (said.size() < KEPT_LINES && (!chatter || SUMMARIES.stream().anyMatch(line::contains))) {
                said.add(line);
            }
            if (chatter) {
                return;
            }
            lastLines.addLast(line);
            if (lastLines.size() > LAST_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private void waitForListener() {
        boolean interrupted = Thread.interrupted();
        try {
            listener.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
