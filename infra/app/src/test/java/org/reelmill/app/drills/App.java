package org.reelmill.app.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.Reelmill;
import org.reelmill.testing.Needs;
import org.reelmill.testing.parts.FreePorts;

/// One app of Reelmill as a process of its own, on a directory of its own. It can be killed and started again
/// any number of times; what it logs is kept over all its lives.
final class App {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_NANOS = 20_000_000;
    private static final Pattern STARTED = Pattern.compile("Started \\w+ in [0-9.]+ seconds");

    private final String name;
    private final String kind;
    private final Path folder;
    private final Map<String, String> settings;
    private final int managementPort = FreePorts.next();
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process process;
    private long logAtStart;

    /// @param kind as `./reelmill run` calls it
    App(String name, String kind, Path folder, Map<String, String> settings) {
        this.name = name;
        this.kind = kind;
        this.settings = Map.copyOf(settings);
        try {
            this.folder = Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sets a variable of the process's environment from the next start on.
    void with(String variable, String value) {
        environment.put(variable, value);
    }

    /// Starts it; returns at once.
    void launch() {
        try {
            var properties = new Properties();
            properties.putAll(settings);
            properties.setProperty("management.server.port", Integer.toString(managementPort));
            var config = folder.resolve("app.properties");
            try (var out = Files.newOutputStream(config)) {
                properties.store(out, null);
            }
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.net.preferIPv4Stack=true"));
            command.addAll(List.of("-Dreelmill.root=" + Needs.root(), "-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(Reelmill.class.getName(), "run", kind, "--config", config.toString()));
            logAtStart = Files.exists(logFile()) ? Files.size(logFile()) : 0;
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it has said that it is up.
    void awaitUp() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isUp()) {
            if (!isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " did not come up. The end of its log:\n" + endOfLog());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    void start() {
        launch();
        awaitUp();
    }

    /// Ends this very process with `kill -9`, and nothing that it has started.
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /// Asks it to stop and waits a while; then kills it.
    void stop() {
        if (process != null) {
            process.destroy();
            try {
                process.waitFor(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            kill();
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// Whether an encoder of picture runs on its account just now.
    boolean encodes() {
        return process != null
                && process.descendants()
                        .anyMatch(child -> child.info().commandLine().orElse("").contains("libx264"));
    }

    /// What it says of itself at its management port.
    String health() {
        return ask("/actuator/health");
    }

    /// A figure of its metrics, e.g. `reelmill_leases_expired_total`; 0 where it is not there.
    double metric(String metric) {
        return ask("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .sum();
    }

    private String ask(String path) {
        try (var http = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + managementPort + path);
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return name;
    }

    Path folder() {
        return folder;
    }

    /// What it logged, over all its lives.
    String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private boolean isUp() {
        var log = log();
        return log.length() >= logAtStart
                && STARTED.matcher(log.substring((int) logAtStart)).find();
    }

    private Path logFile() {
        return folder.resolve("app.log");
    }

    private String endOfLog() {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
