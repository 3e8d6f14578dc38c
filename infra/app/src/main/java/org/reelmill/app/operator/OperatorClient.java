package org.reelmill.app.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.reelmill.app.DataDirectory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Calls the operator API of a running Reelmill with the key from its data directory. Errors come back as the
/// sentence that the server said.
public final class OperatorClient {

    private static final int FIRST_ERROR = 400;
    private static final int NOT_FOUND = 404;
    private static final Set<String> RUNNING = Set.of("STARTING", "STARTED", "STOPPING", "UNKNOWN");
    private static final long POLL_NANOS = 300_000_000;

    private final URI server;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonMapper json = JsonMapper.builder().build();

    public OperatorClient(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    /// The Reelmill that runs on a data directory, or the one at the given address.
    ///
    /// @throws Complaint if none runs there, or its key cannot be read
    public static OperatorClient of(Path data, Optional<URI> server) {
        URI address = server.or(() -> DataDirectory.serverOf(data).map(URI::create))
                .orElseThrow(() -> new Complaint("No Reelmill runs on " + data
                        + ". Start it with ./reelmill up, or say where it is with --data DIR or --server URL."));
        Path keyFile = data.resolve("keys").resolve("operator.key");
        try {
            return new OperatorClient(address, Files.readString(keyFile).strip());
        } catch (IOException e) {
            throw new Complaint(
                    "The operator key " + keyFile + " cannot be read: run this as the user that started Reelmill.", e);
        }
    }

    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /// Like [#get], but empty where the server knows no such thing.
    public Optional<JsonNode> find(String path) {
        var answer = exchange(request(path).GET().build());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(answer));
    }

    public JsonNode post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    public JsonNode put(String path) {
        return send(request(path).PUT(BodyPublishers.noBody()).build());
    }

    public JsonNode delete(String path) {
        return send(request(path).DELETE().build());
    }

    /// Sends a body that may be large, as it is read.
    public JsonNode upload(String path, BodyPublisher body) {
        return send(request(path)
                .timeout(Duration.ofHours(12))
                .header("Content-Type", "application/octet-stream")
                .POST(body)
                .build());
    }

    /// Starts a batch job and waits for its end.
    ///
    /// @param news is told the execution each time it was asked for
    /// @return the execution, as the jobs API shows it when it has ended
    public JsonNode follow(String job, Map<String, String> parameters, Consumer<JsonNode> news) {
        JsonNode execution = post("/api/jobs/" + job + "/executions", parameters);
        String path = "/api/jobs/executions/" + execution.path("id").asString();
        while (isRunning(execution)) {
            LockSupport.parkNanos(POLL_NANOS);
            execution = get(path);
            news.accept(execution);
        }
        return execution;
    }

    private static boolean isRunning(JsonNode execution) {
        return RUNNING.contains(execution.path("status").asString("UNKNOWN"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonNode send(HttpRequest request) {
        return read(exchange(request));
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new Complaint("No Reelmill answers at " + server + ". Start it with ./reelmill up.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("Interrupted.", e);
        }
    }

    private JsonNode read(HttpResponse<String> answer) {
        JsonNode body = parse(answer.body());
        if (answer.statusCode() >= FIRST_ERROR) {
            String detail = body.path("detail").asString("");
            throw new Complaint(detail.isEmpty() ? "The server answered " + answer.statusCode() + "." : detail);
        }
        return body;
    }

    private JsonNode parse(String text) {
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return json.readTree(text);
        } catch (JacksonException notJson) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
