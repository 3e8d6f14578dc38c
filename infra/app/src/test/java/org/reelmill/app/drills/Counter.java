package org.reelmill.app.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where operators and viewers turn to: pipeline and serving over HTTP.
final class Counter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path key;
    private final int operatorPort;
    private final int viewerPort;

    Counter(Path key, int operatorPort, int viewerPort) {
        this.key = key;
        this.operatorPort = operatorPort;
        this.viewerPort = viewerPort;
    }

    /// Queues a film by its link.
    ///
    /// @return the ingest's id
    String ingest(URI link, String name) {
        var wish = Map.of("url", link.toString(), "licence", "CC0-1.0", "title", name);
        return operator("/api/ingests", JSON.writeValueAsString(wish))
                .path("ingestId")
                .asString();
    }

    /// Starts a job.
    JsonNode job(String name, Map<String, String> parameters) {
        return operator("/api/jobs/" + name + "/executions", JSON.writeValueAsString(parameters));
    }

    /// Its executions, newest first.
    JsonNode executions(String job) {
        return read(HttpRequest.newBuilder(operators("/api/jobs/executions?job=" + job))
                .GET());
    }

    /// A permission to play.
    ///
    /// @param session id of its play session
    record Grant(String session, URI playlist) {}

    Grant grant(String title) {
        var grant = viewer("/api/movies/" + title + "/grants", "{}");
        return new Grant(
                grant.path("session").asString(),
                URI.create(grant.path("playlistUrl").asString()));
    }

    /// Ends a play session; edges refuse its token within seconds.
    void end(String session) {
        read(HttpRequest.newBuilder(viewers("/api/sessions/" + session)).DELETE());
    }

    /// Asks for a film as a viewer does.
    void request(String title) {
        viewer("/api/requests", JSON.writeValueAsString(Map.of("movieId", title)));
    }

    /// What an edge answers to a player.
    ///
    /// @return the status; 0 if nobody answers
    static int status(URI playlist) {
        try {
            return send(HttpRequest.newBuilder(playlist)).statusCode();
        } catch (UncheckedIOException away) {
            return 0;
        }
    }

    private JsonNode viewer(String path, String json) {
        return read(HttpRequest.newBuilder(viewers(path)).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private URI viewers(String path) {
        return URI.create("http://127.0.0.1:" + viewerPort + path);
    }

    private JsonNode operator(String path, String json) {
        return read(HttpRequest.newBuilder(operators(path)).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private URI operators(String path) {
        return URI.create("http://127.0.0.1:" + operatorPort + path);
    }

    private JsonNode read(HttpRequest.Builder request) {
        var answer =
                send(request.header("Content-Type", "application/json").header("Authorization", "Bearer " + key()));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    answer.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String key() {
        try {
            return Files.readString(key).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
