package org.reelmill.testing.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A real part as a process of its own. It can be killed like a machine that loses power and started again on
/// the same data and ports, any number of times; what it prints is kept in its directory. Use by one thread
/// at a time. What still runs when the JVM ends is killed.
public abstract class ServerProcess implements Part {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 20_000_000;
    private static final int SHOWN_LINES = 60;
    private static final Set<ServerProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ServerProcess::kill), "parts-stop"));
    }

    private final String name;
    private final Path directory;
    private volatile @Nullable Process process;

    /// @param directory of its own, made if it is not there; what an earlier run left in it is used again
    ServerProcess(String name, Path directory) {
        this.name = name;
        this.directory = directory.toAbsolutePath();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The command line, without a shell.
    abstract List<String> command();

    Map<String, String> environment() {
        return Map.of();
    }

    /// Whether it takes calls.
    abstract boolean answers();

    /// Starts it on its directory and ports and waits until it answers; does nothing while it runs.
    ///
    /// @throws IllegalStateException with the end of its log, if it ends or does not answer in time
    public void start() {
        if (isAlive()) {
            return;
        }
        var started = launch(command());
        process = started;
        RUNNING.add(this);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                String why = started.isAlive() ? "did not answer within " + PATIENCE.toSeconds() + " s" : "ended";
                kill();
                throw new IllegalStateException(name + " " + why + ". The end of its log:\n" + endOfLog());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /// Ends it and all it started with `kill -9`; returns when it is gone.
    public void kill() {
        var running = process;
        if (running != null) {
            var children = running.descendants().toList();
            running.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            running.onExit().join();
            children.forEach(child -> child.onExit().join());
        }
        RUNNING.remove(this);
    }

    /// Asks it to stop, waits for that, and kills it if it does not.
    public void stop() {
        var running = process;
        if (running == null || !running.isAlive()) {
            kill();
            return;
        }
        askToStop(running);
        try {
            running.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    void askToStop(Process running) {
        running.destroy(); // SIGTERM
    }

    public boolean isAlive() {
        var running = process;
        return running != null && running.isAlive();
    }

    /// Of the process itself, e.g. to stop it for a while by signals.
    public long pid() {
        var running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was not started.");
        }
        return running.pid();
    }

    public Path directory() {
        return directory;
    }

    /// What it printed, over all its lives.
    public String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return name;
    }

    static List<ServerProcess> running() {
        return List.copyOf(RUNNING);
    }

    String endOfLog() {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    Process launch(List<String> command) {
        try {
            var builder = new ProcessBuilder(new ArrayList<>(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
            builder.environment().putAll(environment());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    /// Runs a program that ends by itself, e.g. to prepare the directory.
    void run(List<String> command) {
        var once = launch(command);
        try {
            if (!once.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
                once.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + endOfLog());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) CALL.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    static boolean answersOk(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri).timeout(CALL).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var http = HttpClient.newBuilder().connectTimeout(CALL).build()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path logFile() {
        return directory.resolve(name + ".log");
    }
}
