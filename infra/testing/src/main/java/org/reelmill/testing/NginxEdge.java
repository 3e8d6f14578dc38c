package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// nginx as the edge, as an operator runs it: `infra/edge/nginx/run` in a process of its own, on free ports.
/// Where nginx is missing the test is skipped, or fails in CI, see [Needs].
public final class NginxEdge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 20_000_000;
    private static final int GRACE_SECONDS = 15;

    private final Process process;
    private final Path directory;
    private final int port;
    private final int management;

    private NginxEdge(Process process, Path directory, int port, int management) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.management = management;
    }

    /// Starts it, and waits until it has its keys from serving.
    ///
    /// @param directory of its own; its cache is in `cache`, what it printed in `nginx.log`, and what lies in
    ///     `include` becomes part of its configuration
    /// @param environment `REELMILL_STORAGE_…`, `REELMILL_EDGE_DENIALS`, `REELMILL_KEYS_DIRECTORY`
    public static NginxEdge start(Path directory, Map<String, String> environment) {
        Needs.nginx();
        try {
            Files.createDirectories(directory.resolve("include"));
            int port = Integer.parseInt(environment.getOrDefault("REELMILL_EDGE_PORT", Integer.toString(freePort())));
            int management = freePort();
            var builder = new ProcessBuilder(
                            Needs.root().resolve("infra/edge/nginx/run").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("nginx.log").toFile()));
            builder.environment()
                    .putAll(Map.of(
                            "REELMILL_EDGE_PORT", Integer.toString(port),
                            "REELMILL_EDGE_MANAGEMENT", "127.0.0.1:" + management,
                            "REELMILL_EDGE_CACHE", directory.resolve("cache").toString(),
                            "REELMILL_EDGE_INCLUDE",
                                    directory.resolve("include").toString(),
                            "REELMILL_EDGE_ACCESSLOG",
                                    directory.resolve("access.log").toString(),
                            // Temporary directories are their owner's only.
                            "REELMILL_EDGE_USER", System.getProperty("user.name")));
            builder.environment().putAll(environment);
            var edge = new NginxEdge(builder.start(), directory, port, management);
            edge.awaitHealth();
            return edge;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /// What stands before `/<token>/…`.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Where it tells how it is: `/health`, `/metrics`.
    public URI management() {
        return URI.create("http://127.0.0.1:" + management);
    }

    /// What it printed and logged so far, errors and accesses.
    public String printed() {
        return read("nginx.log") + read("access.log");
    }

    /// Ends it with all its processes like a power cut.
    public void kill() {
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        children.forEach(child -> child.onExit().join());
    }

    private void awaitHealth() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw new IllegalStateException("nginx did not come up as an edge. It printed:\n" + printed());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isHealthy() {
        var request = HttpRequest.newBuilder(management().resolve("/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.exists(directory.resolve(file)) ? Files.readString(directory.resolve(file)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A port for `REELMILL_EDGE_PORT`, where it has to be known before the edge is started.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
