package org.reelmill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Title;
import tools.jackson.databind.JsonNode;

/// A pipeline process that is killed while it reads the library, and the next one on the same database.
class KilledVerifyTest {

    private static final int FILMS = 3;
    private static final int OBJECTS = FILMS * 403;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void goesOnAtTheSliceThatItHadReached() throws IOException {
        try (var services = EmbeddedServices.start(directory.resolve("data"))) {
            var films = new ArrayList<Title>();
            try (var pipeline = RunningPipeline.start(services, directory, Map.of())) {
                var library = new PublishedLibrary(pipeline);
                for (int film = 0; film < FILMS; film++) {
                    films.add(library.film(400, 1000, Instant.now()));
                }
                films.forEach(film -> pipeline.part(ObjectStore.class)
                        .delete(List.of(
                                Objects.requireNonNull(film.publication()).prefix() + "v360/s00200.a1.m4s")));
            }
            // Slow enough to be caught in the middle.
            killInTheMiddle(launch(services, Map.of("reelmill.verify.bytes-per-second", "100KB")), services);

            var fast = Map.of("reelmill.verify.bytes-per-second", "1GB");
            try (var pipeline = RunningPipeline.start(services, directory, fast)) {
                JsonNode last = await().atMost(PATIENCE)
                        .until(
                                () -> latest(pipeline),
                                run -> run.path("status").asString().equals("COMPLETED"));

                assertThat(pipeline.get("/api/jobs/executions").path("items")).hasSize(2);
                var reading = last.path("steps").get(0);
                assertThat(reading.path("counts").path("objects").asInt())
                        .as("objects read over both lives")
                        .isEqualTo(OBJECTS);
                assertThat(reading.path("readCount").asInt())
                        .as("slices of 50 read in the second life")
                        .isBetween(1, 3 * 9 - 1);
                assertThat(last.path("repairs")).hasSize(FILMS);
            }
        }
    }

    private void killInTheMiddle(Process process, EmbeddedServices services) {
        try (var mongo =
                com.mongodb.client.MongoClients.create(services.documents().uri())) {
            var name = new com.mongodb.ConnectionString(services.documents().uri()).getDatabase();
            var repairs = mongo.getDatabase(Objects.requireNonNull(name)).getCollection("repairs");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> repairs.countDocuments() == 1);
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /// Starts a pipeline process that verifies by its schedule, at every second.
    private Process launch(EmbeddedServices services, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        all.put("reelmill.jobs.schedules[0].job", "verify");
        all.put("reelmill.jobs.schedules[0].cron", "* * * * * *");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PipelineApp.class.getName()));
        command.addAll(RunningPipeline.arguments(services, directory, all));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.txt").toFile())
                .start();
    }

    private static JsonNode latest(RunningPipeline pipeline) {
        var id = pipeline.get("/api/jobs/executions")
                .path("items")
                .get(0)
                .path("id")
                .asLong();
        return pipeline.get("/api/jobs/executions/" + id);
    }
}
