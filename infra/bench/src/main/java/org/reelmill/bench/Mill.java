package org.reelmill.bench;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reelmill.testing.Product;
import org.reelmill.testing.ReelmillProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Reelmill in processes of its own, asked for what the benchmarks want to know. It is a black box: only
/// its command line and its HTTP are used.
final class Mill implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int OK = 200;

    private final Product product;
    private final ProcessHandle process;
    private final Runnable end;

    private Mill(Product product, ProcessHandle process, Runnable end) {
        this.product = product;
        this.process = process;
        this.end = end;
    }

    /// Everything in one process.
    static Mill start(Path data, Map<String, String> settings, String... options) {
        var started = ReelmillProcess.start(data, settings, options);
        var handle = started.process().toHandle();
        var tether = Tether.to(handle);
        return new Mill(started, handle, () -> {
            tether.close();
            started.close();
        });
    }

    /// The processes of a plant, all of which this very process has started; to be closed there.
    static Mill on(Plant plant) {
        return new Mill(plant, ProcessHandle.current(), () -> {});
    }

    /// Waits until the catalogue page answers.
    Mill up() {
        eventually(PATIENCE, "the catalogue page", () -> get("/").statusCode() == OK ? this : null);
        return this;
    }

    ProcessHandle handle() {
        return process;
    }

    URI address(String path) {
        return product.address().resolve(path);
    }

    /// Reads the catalogue of the recipe `bench`, and returns the titles' ids by name.
    Map<String, String> discover(int films) {
        accepted(product.operatorPost("/api/jobs/discover/executions", "{\"recipe\": \"bench\"}"));
        return eventually(PATIENCE, films + " titles", () -> {
            var ids = new HashMap<String, String>();
            parsed(product.operatorGet("/api/operator/titles"))
                    .path("items")
                    .forEach(title -> ids.put(
                            title.path("title").asString(), title.path("id").asString()));
            return ids.size() >= films ? ids : null;
        });
    }

    /// Queues all titles as batch work.
    void enqueueAll() {
        accepted(product.operatorPost("/api/jobs/enqueue/executions", "{\"all\": \"true\"}"));
    }

    /// Queues a film by its link, as something that somebody waits for.
    ///
    /// @return the title's id
    String ingest(URI link, String name) {
        var wish = Map.of("url", link.toString(), "licence", "CC0-1.0", "title", name);
        return parsed(product.operatorPost("/api/ingests", JSON.writeValueAsString(wish)))
                .path("titleId")
                .asString();
    }

    /// Waits until a title's ingest is READY.
    ///
    /// @throws IllegalStateException if it fails
    IngestTimes ready(String title, Duration patience) {
        return eventually(patience, "READY", () -> {
            JsonNode shown = shown(title);
            JsonNode ingest = shown.path("ingest");
            String state = ingest.path("state").asString("");
            if (state.equals("FAILED") || state.equals("REJECTED")) {
                throw new IllegalStateException("The ingest ended as " + state + ": " + shown.path("failure"));
            }
            return state.equals("READY")
                    ? new IngestTimes(time(ingest, "queuedAt"), time(ingest, "openedAt"), time(ingest, "endedAt"))
                    : null;
        });
    }

    /// A title as operators see it.
    JsonNode shown(String title) {
        return parsed(product.operatorGet("/api/operator/titles/" + title));
    }

    /// The titles that the catalogue page shows.
    Iterable<JsonNode> movies() {
        return parsed(get("/api/movies")).path("items");
    }

    /// The address of the multivariant playlist, if the title can be watched now.
    @Nullable
    URI grant(String title) {
        HttpResponse<String> answer = product.post("/api/movies/" + title + "/grants", "{}");
        return answer.statusCode() / 100 == 2
                ? URI.create(parsed(answer).path("playlistUrl").asString())
                : null;
    }

    HttpResponse<String> get(String path) {
        return product.get(path);
    }

    /// Tries until there is something.
    static <T> T eventually(Duration patience, String what, Supplier<@Nullable T> attempt) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            T found = attempt.get();
            if (found != null) {
                return found;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IllegalStateException("Waited " + patience.toSeconds() + " s in vain for " + what + ".");
    }

    private static Instant time(JsonNode ingest, String field) {
        return Instant.parse(ingest.path(field).asString());
    }

    private static JsonNode parsed(HttpResponse<String> answer) {
        accepted(answer);
        return JSON.readTree(answer.body());
    }

    private static void accepted(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("Reelmill answered " + answer.statusCode() + " to "
                    + answer.uri().getPath() + ": " + answer.body());
        }
    }

    @Override
    public void close() {
        end.run();
    }

    /// When an ingest passed its stages.
    record IngestTimes(Instant queued, Instant opened, Instant ended) {

        double openedToReady() {
            return Duration.between(opened, ended).toMillis() / 1e3;
        }

        double queuedToReady() {
            return Duration.between(queued, ended).toMillis() / 1e3;
        }
    }
}
