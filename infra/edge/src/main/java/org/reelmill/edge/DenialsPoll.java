package org.reelmill.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reelmill.signing.Denial;
import org.reelmill.signing.Denials;
import org.reelmill.signing.EdgeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is denied, as serving told last. Asks at an interval; keeps the last answer on disk, so that an edge
/// that starts while serving is away still denies what it knew. While serving does not answer, the last
/// answer stands. Thread-safe.
final class DenialsPoll implements Supplier<Denials>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DenialsPoll.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int FAILURES_TO_TELL = 3;

    private final URI source;
    private final EdgeKey key;
    private final Path file;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("edge-denials").daemon().factory());

    private volatile Denials denials = Denials.NONE;
    private String last = "";
    private int failures;
    private volatile boolean told;
    private volatile long toldAt = System.nanoTime();

    DenialsPoll(EdgeProperties properties, EdgeKey key) {
        this.source = properties.denials();
        this.key = key;
        this.file = properties.cache().resolve("denials.json");
        remember();
        clock.scheduleWithFixedDelay(this::ask, 0, properties.denialsEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Denials get() {
        return denials;
    }

    /// How old the knowledge is: since serving told last, or, where it never did, since this process began.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - toldAt);
    }

    /// Whether serving told this process or an earlier one what is denied. Without that, what was taken down
    /// would be played.
    boolean isTold() {
        return told;
    }

    private void remember() {
        try {
            if (Files.exists(file)) {
                last = Files.readString(file);
                denials = read(last);
                told = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The denials in " + file + " cannot be read.", e);
        } catch (JacksonException e) {
            log.warn("The denials in {} are damaged and wait for serving's answer", file);
        }
    }

    private void ask() {
        try {
            var request = HttpRequest.newBuilder(source)
                    .header("Authorization", key.authorization())
                    .timeout(PATIENCE)
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failed("it answered " + answer.statusCode());
                return;
            }
            take(answer.body());
            answered();
        } catch (IOException | RuntimeException e) { // A scheduled task that throws is never run again.
            failed(e.toString());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String json) throws IOException {
        if (json.equals(last)) {
            return;
        }
        denials = read(json);
        last = json;
        Files.createDirectories(file.toAbsolutePath().getParent());
        var aside = Files.writeString(file.resolveSibling("denials.part"), json);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Denials read(String json) {
        return Denials.of(JSON.readValue(json, Denial.Listing.class).denials());
    }

    private void failed(String reason) {
        failures++;
        if (failures == FAILURES_TO_TELL) { // The first may be that serving starts a moment later than we do.
            log.warn("Serving at {} does not tell what is denied: {}. What is known stays in force.", source, reason);
        }
    }

    private void answered() {
        if (failures >= FAILURES_TO_TELL) {
            log.info("Serving at {} tells again what is denied", source);
        }
        failures = 0;
        told = true;
        toldAt = System.nanoTime();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
