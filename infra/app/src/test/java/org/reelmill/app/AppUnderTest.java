package org.reelmill.app;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.reelmill.testing.Needs;
import org.reelmill.testing.parts.FreePorts;

/// One app in a process of its own, with its management port.
final class AppUnderTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STOP_SECONDS = 60;

    private final String name;
    private final Process process;
    private final int management;
    private final Path output;
    private final Doors doors;
    private final HttpClient http = HttpClient.newHttpClient();

    private AppUnderTest(String name, Process process, int management, Path output, Doors doors) {
        this.name = name;
        this.process = process;
        this.management = management;
        this.output = output;
        this.doors = doors;
    }

    /// Where it tells what on its management port.
    record Doors(String readiness, String liveness, String metrics) {

        static final Doors OF_AN_APP =
                new Doors("/actuator/health/readiness", "/actuator/health/liveness", "/actuator/prometheus");
        static final Doors OF_NGINX = new Doors("/health", "/health", "/metrics");
    }

    /// @param environment added to this process's own, but for the management port, which is chosen here
    static AppUnderTest start(String name, List<String> command, Map<String, String> environment, Path folder) {
        return start(name, command, environment, folder, Doors.OF_AN_APP);
    }

    static AppUnderTest start(
            String name, List<String> command, Map<String, String> environment, Path folder, Doors doors) {
        try {
            int management = FreePorts.next();
            Path output = Files.createDirectories(folder).resolve(name + ".out");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            builder.environment().put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
            builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
            builder.environment().put("REELMILL_EDGE_MANAGEMENT", "127.0.0.1:" + management);
            return new AppUnderTest(name, builder.start(), management, output, doors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The program as `./reelmill run` starts it, without the launcher's look for something to build.
    static List<String> reelmill(String... arguments) {
        Path jar = Needs.root().resolve("infra/app/target/app/reelmill.jar");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Waits until it says that it is ready.
    void awaitReady() {
        Awaitility.await(name + " is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || readiness() == 200);
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended. It printed:\n" + printed());
        }
    }

    /// The status that its readiness has; 0 while it answers nobody.
    int readiness() {
        return status(doors.readiness());
    }

    int liveness() {
        return status(doors.liveness());
    }

    /// A figure of its metrics, e.g. `reelmill_tasks_in_work{kind="VIDEO"}`; 0 where it is not there.
    double metric(String metric) {
        return ask(doors.metrics())
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .sum();
    }

    /// The body of an answer on the management port; empty while there is none.
    String ask(String path) {
        try {
            return http.send(request(path), BodyHandlers.ofString()).body();
        } catch (IOException away) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends it and the programs that it started like a power cut.
    void kill() {
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /// Asks it to stop by SIGTERM.
    void askToStop() {
        process.destroy();
    }

    /// Waits for its end.
    ///
    /// @return its exit code
    int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + patience + ". It printed:\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            kill();
        }
        http.close();
    }

    private int status(String path) {
        try {
            return http.send(request(path), BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }
}
