package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.testing.parts.DocumentStoreServer;
import org.reelmill.testing.parts.FreePorts;

/// How the apps begin and end as processes of their own: without their parts, with parts that come later,
/// with wrong settings.
class ProcessStartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void aWorkerWaitsForItsPartsAndSaysInASentenceForWhich() {
        try (var worker = start("worker", nowhere(), "run", "worker")) {
            Awaitility.await("it says what it waits for")
                    .atMost(PATIENCE)
                    .until(() -> worker.printed().contains("does not answer") || !worker.isAlive());
            assertThat(worker.printed())
                    .contains("The document store does not answer")
                    .contains("check spring.mongodb.uri and that it runs")
                    .doesNotContain("\tat ");
            assertThat(worker.isAlive()).isTrue();
            assertThat(worker.readiness())
                    .as("Nobody may think that it is ready")
                    .isNotEqualTo(200);
            worker.askToStop();
            assertThat(worker.awaitEnd(Duration.ofSeconds(20))).isEqualTo(143);
        }
    }

    @Test
    void servingBeginsWhenItsStoreHasComeAndTellsWhenItIsAway() {
        var documents = DocumentStoreServer.start(folder.resolve("documents"));
        var settings = nowhere();
        settings.putAll(environment(documents.location().properties()));
        documents.stop();
        try (var serving = start("serving", settings, "run", "serving")) {
            Awaitility.await("it says what it waits for")
                    .atMost(PATIENCE)
                    .until(() -> serving.printed().contains("The document store does not answer"));
            documents.start();
            serving.awaitReady();
            assertThat(serving.liveness()).isEqualTo(200);
            assertThat(serving.ask("/actuator/health")).contains("The broker does not answer");

            documents.kill();
            Awaitility.await("it is not ready").atMost(Duration.ofSeconds(20)).until(() -> serving.readiness() == 503);
            assertThat(serving.liveness()).as("It need not be started anew").isEqualTo(200);
            documents.start();
            Awaitility.await("it is ready").atMost(Duration.ofSeconds(30)).until(() -> serving.readiness() == 200);
            assertThat(serving.printed()).doesNotContain("\tat ");
        } finally {
            documents.close();
        }
    }

    @Test
    void aScheduleThatCouldNeverRunIsToldAtTheStart() {
        try (var parts = EmbeddedServices.start(folder.resolve("parts"))) {
            var settings = new HashMap<>(environment(Map.of(
                    "spring.mongodb.uri", parts.documents().uri(),
                    "spring.rabbitmq.host", "127.0.0.1",
                    "spring.rabbitmq.port", Integer.toString(parts.broker().port()),
                    "reelmill.queue.dialect", "qpid",
                    "reelmill.storage.endpoint", parts.objects().endpoint().toString(),
                    "reelmill.storage.accesskey", parts.accessKey(),
                    "reelmill.storage.secretkey", parts.secretKey())));
            settings.put("SERVER_PORT", Integer.toString(FreePorts.next()));
            settings.put("REELMILL_JOBS_SCHEDULES_0_JOB", "discover");
            settings.put("REELMILL_JOBS_SCHEDULES_0_CRON", "every night");
            assertThat(complaint("bad-cron", settings))
                    .contains("cron must be six fields")
                    .doesNotContain("\tat ");

            settings.put("REELMILL_JOBS_SCHEDULES_0_CRON", "0 0 3 * * *");
            settings.put("REELMILL_JOBS_SCHEDULES_0_JOB", "discoverr");
            assertThat(complaint("bad-job", settings))
                    .contains("names the job \"discoverr\", which there is not. There are: ")
                    .doesNotContain("\tat ");
        }
    }

    private String complaint(String name, Map<String, String> settings) {
        try (var pipeline = start(name, settings, "run", "pipeline")) {
            assertThat(pipeline.awaitEnd(PATIENCE)).isEqualTo(1);
            return pipeline.printed();
        }
    }

    private AppUnderTest start(String name, Map<String, String> settings, String... arguments) {
        return AppUnderTest.start(name, AppUnderTest.reelmill(arguments), settings, folder.resolve(name));
    }

    /// Settings that name parts where nobody listens.
    private Map<String, String> nowhere() {
        int closed = FreePorts.next();
        var settings = new HashMap<>(environment(Map.of(
                "spring.mongodb.uri",
                "mongodb://127.0.0.1:" + closed + "/reelmill?serverSelectionTimeoutMS=2000",
                "spring.rabbitmq.host",
                "127.0.0.1",
                "spring.rabbitmq.port",
                Integer.toString(closed),
                "reelmill.storage.endpoint",
                "http://127.0.0.1:" + closed,
                "reelmill.storage.accesskey",
                "nobody",
                "reelmill.storage.secretkey",
                "nothing")));
        settings.put("SERVER_PORT", Integer.toString(FreePorts.next()));
        return settings;
    }

    /// Properties as variables of the environment.
    private static Map<String, String> environment(Map<String, String> properties) {
        var variables = new HashMap<String, String>();
        properties.forEach((name, value) ->
                variables.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""), value));
        return variables;
    }
}
