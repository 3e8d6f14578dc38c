package org.reelmill.edge;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.reelmill.signing.Denial;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKey;
import org.reelmill.signing.PlayKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Asks serving again and again for the keys and what is denied, and tells it which keys this edge has. While
/// serving does not answer, what is known stays in force.
final class ServingPoll implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServingPoll.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// At the start, serving often comes up a moment later than we do.
    private static final Duration FIRST_ASK_EVERY = Duration.ofMillis(100);

    private static final Duration STARTING = Duration.ofSeconds(20);
    private static final Duration STALE = Duration.ofSeconds(60);

    private final EdgeProperties properties;
    private final EdgeKey key;
    private final PlayKeys keys;
    private final KnownDenials denials;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("edge-poll").daemon().factory());

    private volatile long answeredAt = System.nanoTime();
    private volatile boolean answered;
    private boolean toldStale;
    private String lastKeys = "";

    ServingPoll(EdgeProperties properties, EdgeKey key, PlayKeys keys, KnownDenials denials) {
        this.properties = properties;
        this.key = key;
        this.keys = keys;
        this.denials = denials;
        clock.execute(this::ask);
    }

    /// Whether serving told this process or an earlier one what is denied. Without that, what was taken down
    /// would be played.
    boolean isTold() {
        return answered || denials.wereKept();
    }

    /// How old the knowledge is: since serving told last, or, where it never did, since this process began.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - answeredAt);
    }

    private void ask() {
        try {
            take(fetch(properties.denials().resolve("keys")));
            denials.take(JSON.readValue(fetch(denialsWithReport()), Denial.Listing.class));
            answered();
        } catch (IOException | RuntimeException e) {
            failed(e.toString());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return;
        }
        var starting = !answered && age().compareTo(STARTING) < 0;
        var next = starting ? FIRST_ASK_EVERY : properties.denialsEvery();
        if (!clock.isShutdown()) {
            clock.schedule(this::ask, next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void take(String json) {
        if (!json.equals(lastKeys)) {
            keys.replace(JSON.readValue(json, PlayKeys.Listing.class).keys());
            lastKeys = json;
        }
    }

    /// Which edge this is and what it verifies with: a new key signs once every edge has it.
    private URI denialsWithReport() {
        var ids = keys.live().stream().map(PlayKey::id).collect(Collectors.joining(","));
        return URI.create(properties.denials() + "?edge="
                + URLEncoder.encode(properties.nameOrAddress(), StandardCharsets.UTF_8) + "&keys=" + ids);
    }

    private String fetch(URI source) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(source)
                .header("Authorization", key.authorization())
                .timeout(PATIENCE)
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("It answered " + answer.statusCode());
        }
        return answer.body();
    }

    private void failed(String reason) {
        if (!toldStale && age().compareTo(STALE) > 0) {
            toldStale = true;
            log.error(
                    "ALARM: for more than {} s serving at {} has not told what is denied: {}. What is known stays in"
                            + " force.",
                    STALE.toSeconds(),
                    properties.denials(),
                    reason);
        }
    }

    private void answered() {
        answeredAt = System.nanoTime();
        answered = true;
        if (toldStale) {
            toldStale = false;
            log.info("Serving at {} tells again what is denied", properties.denials());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
