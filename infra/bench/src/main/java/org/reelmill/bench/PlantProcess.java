package org.reelmill.bench;

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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.parts.FreePorts;

/// One program of a [Plant]. It can be killed like a machine that loses power. Ends when this process does.
final class PlantProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int GRACE_SECONDS = 20;
    private static final int OK = 200;

    private final String name;
    private final Process process;
    private final Path output;
    private final Tether tether;
    private final BooleanSupplier ready;

    private PlantProcess(String name, List<String> command, Path folder, BooleanSupplier ready) {
        this.name = name;
        this.ready = ready;
        this.output = folder.resolve("output.txt");
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tether = Tether.to(process.toHandle());
    }

    /// The embedded parts, in a process of their own.
    static PlantProcess parts(Path folder) {
        make(folder);
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.net.preferIPv4Stack=true",
                "-Dlogback.configurationFile=logback-cli.xml",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedParts.class.getName(),
                folder.toString());
        return new PlantProcess(
                "the parts", command, folder, () -> Files.exists(folder.resolve(EmbeddedParts.PROPERTIES)));
    }

    /// An app as people start it: `./reelmill run KIND`.
    ///
    /// @param folder of its own, which stays when it is started again
    /// @param core the one that it is bound to, by `taskset`; null for all
    static PlantProcess app(String kind, Path folder, Map<String, String> settings, @Nullable Integer core) {
        make(folder);
        int management = FreePorts.next();
        var own = new HashMap<>(settings);
        own.put("management.server.port", Integer.toString(management));
        Path config = folder.resolve("app.properties");
        var properties = new Properties();
        properties.putAll(own);
        try (var out = Files.newOutputStream(config)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<String>();
        if (core != null) {
            command.addAll(List.of("taskset", "-c", core.toString()));
        }
        command.addAll(List.of(ReelmillProcess.launcher().toString(), "run", kind, "--config", config.toString()));
        return new PlantProcess(kind, command, folder, () -> isReady(management));
    }

    /// Waits until it can be used.
    PlantProcess up() {
        Mill.eventually(PATIENCE, name, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended. It printed:\n" + printed());
            }
            return ready.getAsBoolean() ? this : null;
        });
        return this;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// Ends this very process with `kill -9`, and nothing that it has started.
    void kill() {
        tether.close();
        process.destroyForcibly().onExit().join();
    }

    /// Asks it to stop, and kills it with its children if it does not.
    @Override
    public void close() {
        tether.close();
        process.destroy();
        try {
            if (process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isReady(int management) {
        var address = URI.create("http://127.0.0.1:" + management + "/actuator/health/readiness");
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5));
            return http.send(request.build(), BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
