package org.reelmill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.parts.PartLogs;
import org.reelmill.testing.parts.Stack;
import org.reelmill.title.Titles;
import tools.jackson.databind.JsonNode;

/// Pipeline processes that are killed while they read a catalogue, and the next ones on the same database, an
/// H2 file or PostgreSQL.
@ExtendWith(PartLogs.class)
class KilledJobTest {

    private static final int FILMS = 24;
    private static final int PAGES_PER_COMMIT = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void goesOnAtTheLastCommitAfterEachOfTwoKills(Stack stack) throws Exception {
        try (var services = EmbeddedServices.start(directory.resolve("data"));
                var jobs = stack.jobs(directory.resolve("database"));
                var server = MisbehavingServer.start()) {
            var films =
                    IntStream.range(0, FILMS).mapToObj(film -> "/kill/" + film).toList();
            films.forEach(film -> server.on(film, FilmSite.film("Film " + film)));
            server.on("/kill/list", FilmSite.list(films.subList(0, 12), "/kill/two"))
                    .on("/kill/two", FilmSite.list(films.subList(12, FILMS), ""));
            new FilmSite(server, directory).recipe("kill", "150ms");
            var settings = new HashMap<>(jobs.location().properties());
            settings.put("reelmill.outbound.allowed", "127.0.0.1:" + server.port());
            settings.put("reelmill.catalog.pages-per-commit", "" + PAGES_PER_COMMIT);
            settings.put("reelmill.jobs.lease", "3s");

            killAfter(8, launch(services, settings, port -> startJob(port)), server);
            killAfter(16, launch(services, settings, port -> true), server);
            try (var pipeline = RunningPipeline.start(services, directory, settings)) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> pipeline.part(Titles.class).all().size() == FILMS);
                var last = pipeline.get("/api/jobs/executions").path("items").get(0);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> status(pipeline, last).equals("COMPLETED"));
                assertThat(pipeline.get("/api/jobs/executions").path("items")).hasSize(3);
            }
            long askedTwice =
                    films.stream().filter(film -> server.log(film).size() > 1).count();
            assertThat(askedTwice).as("pages read again").isLessThanOrEqualTo(2 * PAGES_PER_COMMIT);
        }
    }

    private static String status(RunningPipeline pipeline, JsonNode execution) {
        return pipeline.get("/api/jobs/executions/" + execution.path("id").asString())
                .path("status")
                .asString();
    }

    /// Starts a pipeline process.
    ///
    /// @param begun asked until it says that the job is at work
    private Process launch(EmbeddedServices services, Map<String, String> settings, Begun begun) throws IOException {
        int port = freePort();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PipelineApp.class.getName()));
        command.addAll(RunningPipeline.arguments(services, directory, settings));
        Collections.replaceAll(command, "--server.port=0", "--server.port=" + port);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.txt").toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> begun.at(port));
            return process;
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// Kills it once so many films' pages were asked for.
    private static void killAfter(int pages, Process process, MisbehavingServer server) {
        try {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> server.log().stream()
                                    .filter(each -> each.asked().path().matches("/kill/[0-9]+"))
                                    .count()
                            >= pages);
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private boolean startJob(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/jobs/discover/executions"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(directory.resolve("keys/operator.key"))
                                        .strip())
                .POST(BodyPublishers.ofString("{\"recipe\": \"kill\"}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).statusCode() == 202;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Whether the job of the process at a port is at work.
    private interface Begun {
        boolean at(int port) throws Exception;
    }
}
