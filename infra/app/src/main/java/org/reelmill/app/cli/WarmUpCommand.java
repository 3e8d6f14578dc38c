package org.reelmill.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.Callable;
import org.reelmill.app.AllInOne;
import org.reelmill.app.DataDirectory;
import org.reelmill.app.Ports;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Starts everything on a directory that is thrown away, ingests the samples until the first one plays, asks
/// for what a viewer asks for and stops: the run that the JDK's class cache learns from.
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true, description = "Used by the launcher.")
final class WarmUpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Set<String> PLAYS = Set.of("PLAYABLE", "READY");

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("reelmill-warm-up");
        try {
            var directory = DataDirectory.lock(data);
            directory.takeLog();
            var settings = new AllInOne.Settings("127.0.0.1", new Ports(0, 0, 0, null), true, null);
            try (var all = AllInOne.start(directory, settings)) {
                for (String path : new String[] {"", "api/movies", "api/docs"}) {
                    send(HttpRequest.newBuilder(all.address().resolve(path)));
                }
                watch(all.address());
            }
        } finally {
            delete(data);
        }
        return 0;
    }

    /// Waits for a film that plays, and fetches its playlist. Where none comes in time, less was learned.
    private void watch(URI address) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (JsonNode movie :
                    read(HttpRequest.newBuilder(address.resolve("api/movies"))).path("items")) {
                if (PLAYS.contains(movie.path("state").asString(""))) {
                    String id = movie.path("id").asString();
                    JsonNode grant = read(HttpRequest.newBuilder(address.resolve("api/movies/" + id + "/grants"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}")));
                    send(HttpRequest.newBuilder(
                            URI.create(grant.path("playlistUrl").asString())));
                    return;
                }
            }
            Thread.sleep(POLL);
        }
    }

    private JsonNode read(HttpRequest.Builder request) throws IOException, InterruptedException {
        return json.readTree(send(request));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(WarmUpCommand::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
