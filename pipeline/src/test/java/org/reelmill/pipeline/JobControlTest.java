package org.reelmill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.testing.MisbehavingServer;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// What operators do to executions over HTTP: start, list, stop, restart, abandon and recover them.
class JobControlTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static MisbehavingServer server;
    private static FilmSite site;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        services = EmbeddedServices.start(directory.resolve("data"));
        server = MisbehavingServer.start();
        site = new FilmSite(server, directory);
        pipeline = startPipeline();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        server.close();
        services.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing  | {}                                    | 404 | job-not-found     | There is no job "nothing"
            discover | {}                                    | 400 | recipe-needed     | needs the parameter "recipe"
            discover | {"recipe": null}                      | 400 | bad-parameter     | must be a text
            discover | {"recipe": "none"}                    | 422 | recipe-wrong      | There is no recipe "none"
            discover | {"recipe": "../../etc/passwd"}        | 422 | recipe-wrong      | letters, digits
            discover | {"recipe": "none", "dryRun": "maybe"} | 400 | bad-parameter     | must be true or false
            enqueue  | {"everything": "true"}                | 400 | unknown-parameter | It has: all, class, limit.
            enqueue  | {"class": "huge"}                     | 400 | bad-parameter     | must be one of
            enqueue  | {"limit": "0"}                        | 400 | bad-parameter     | whole number
            reconcile | {"all": "true"}                      | 400 | unknown-parameter | It has none.
            enqueue  | ["all"]                               | 400 | bad-request       | read
            enqueue  | all                                   | 400 | bad-request       | read
            """)
    void saysWhatIsWrongWithAStart(String job, String body, int status, String type, String detail) {
        var answer = pipeline.send(
                "/api/jobs/" + job + "/executions",
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.body().path("type").asString()).endsWith("/" + type);
        assertThat(answer.body().path("detail").asString()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/jobs/executions/999999, 404",
        "GET, /api/jobs/executions/none, 400",
        "GET, /api/jobs/executions?status=NONE, 400",
        "GET, /api/jobs/executions?before=none, 400",
        "POST, /api/jobs/executions/999999/stop, 404",
        "POST, /api/jobs/executions/999999/restart, 404",
        "POST, /api/jobs/executions/999999/abandon, 404",
        "POST, /api/jobs/executions/999999/recover, 404",
        "POST, /api/jobs/executions/999999/explode, 404"
    })
    void refusesWhatDoesNotExist(String method, String path, int status) {
        var answer = pipeline.send(path, request -> request.method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.body().path("type").asString()).startsWith("https://reelmill.org/problems/");
    }

    @Test
    void listsExecutionsPageByPage() {
        List<Long> ids =
                IntStream.range(0, 5).mapToObj(each -> ended(enqueue())).toList();

        JsonNode newest = pipeline.get("/api/jobs/executions?job=enqueue&status=COMPLETED&limit=2");
        JsonNode older = pipeline.get("/api/jobs/executions?job=enqueue&limit=2&before="
                + newest.path("next").asString());

        assertThat(ids(newest)).containsExactly(ids.get(4), ids.get(3));
        assertThat(ids(older)).containsExactly(ids.get(2), ids.get(1));
        assertThat(pipeline.get("/api/jobs/executions?job=enqueue&limit=500")
                        .path("next")
                        .isNull())
                .isTrue();
        assertThat(ids(pipeline.get("/api/jobs/executions?job=none"))).isEmpty();
        assertThat(pipeline.get("/api/jobs").path("items"))
                .extracting(job -> job.path("name").asString())
                .containsExactlyInAnyOrder("discover", "enqueue", "reconcile", "verify", "retention");
    }

    @Test
    void stopsAndRestartsOnlyWhenNoStepRunsAnyMore() throws IOException {
        var page = new CountDownLatch(1);
        server.on("/stop/held", (asked, reply) -> {
            awaitRelease(page);
            FilmSite.film("Film held").answer(asked, reply);
        });
        long id = slowJob("stop", "/stop/held");
        await().until(() -> !server.log("/stop/held").isEmpty());

        assertConflict(id, "restart", "still at work");
        assertConflict(id, "abandon", "still at work");
        assertConflict(id, "recover", "is alive");
        assertThat(act(id, "stop").status()).isEqualTo(202);
        assertThat(act(id, "restart").status()).as("a step still runs").isEqualTo(409);
        page.countDown();
        ended(id);

        assertThat(show(id).path("status").asString()).isEqualTo("STOPPED");
        assertThat(show(id).path("failure").isNull()).as("a stop is no failure").isTrue();
        assertConflict(id, "stop", "cannot be stopped");
        assertConflict(id, "recover", "nothing to recover");
        long second = restarted(id);
        ended(second);
        assertThat(show(second).path("status").asString()).isEqualTo("COMPLETED");
        assertThat(server.log("/stop/0"))
                .as("pages before the stop are not read again")
                .hasSize(1);
        assertConflict(second, "restart", "only FAILED and STOPPED");
        assertConflict(id, "restart", "cannot start");
    }

    @Test
    void neverRestartsWhatWasAbandoned() throws IOException {
        long id = slowJob("abandon");
        act(id, "stop");
        ended(id);

        assertThat(act(id, "abandon").status()).isEqualTo(200);

        assertThat(show(id).path("status").asString()).isEqualTo("ABANDONED");
        assertConflict(id, "restart", "ABANDONED");
    }

    @Test
    void recoversASecondCrashToo() throws IOException {
        long first = slowJob("crash");
        act(first, "stop");
        ended(first);
        crashed(first);

        assertConflict(first, "restart", "recover it first");
        assertThat(act(first, "recover").body().path("status").asString()).isEqualTo("FAILED");
        long second = restarted(first);
        await().until(() -> writes(second) >= 1);
        act(second, "stop");
        ended(second);
        crashed(second);
        assertThat(act(second, "recover").body().path("status").asString()).isEqualTo("FAILED");
        long third = restarted(second);
        ended(third);

        assertThat(show(third).path("status").asString()).isEqualTo("COMPLETED");
        assertThat(server.log("/crash/0")).hasSize(1);
    }

    @Test
    void goesOnAfterAShutdownInTheMiddleOfAJob() throws IOException {
        long id = slowJob("shutdown");

        pipeline.close();
        pipeline = startPipeline();

        assertThat(show(id).path("status").asString()).isEqualTo("STOPPED");
        long resumed = ids(pipeline.get("/api/jobs/executions?job=discover")).getFirst();
        assertThat(resumed).isGreaterThan(id);
        ended(resumed);
        assertThat(show(resumed).path("status").asString()).isEqualTo("COMPLETED");
        assertThat(server.log("/shutdown/0")).hasSize(1);
    }

    private static RunningPipeline startPipeline() {
        return RunningPipeline.start(
                services,
                directory,
                Map.of(
                        "reelmill.outbound.allowed",
                        "127.0.0.1:" + server.port(),
                        "reelmill.catalog.pages-per-commit",
                        "1"));
    }

    /// Starts a job that takes about two seconds, and waits until it has stored its first film.
    private static long slowJob(String name) throws IOException {
        server.on("/" + name + "/second", FilmSite.film("Second film"));
        return slowJob(name, "/" + name + "/second");
    }

    /// @param second path of its second film, which the test has put on the server
    private static long slowJob(String name, String second) throws IOException {
        var films = new ArrayList<String>();
        for (int film = 0; film < 14; film++) {
            films.add("/" + name + "/" + film);
            server.on(films.getLast(), FilmSite.film("Film " + films.getLast()));
        }
        films.add(1, second);
        server.on("/" + name + "/list", FilmSite.list(films, ""));
        site.recipe(name, "150ms");
        long id = pipeline.post("/api/jobs/discover/executions", Map.of("recipe", name))
                .path("id")
                .asLong();
        await().until(() -> writes(id) >= 1);
        return id;
    }

    private static void awaitRelease(CountDownLatch page) {
        try {
            assertThat(page.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Leaves an execution in the tables as a process does that is killed.
    private static void crashed(long id) {
        var tables = new JdbcTemplate(pipeline.part(DataSource.class));
        tables.update(
                "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTED', END_TIME = NULL, CREATE_TIME = ?"
                        + " WHERE JOB_EXECUTION_ID = ?",
                LocalDateTime.now().minusHours(1),
                id);
        tables.update(
                "UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTED', END_TIME = NULL WHERE JOB_EXECUTION_ID = ?", id);
    }

    private static long enqueue() {
        return pipeline.post("/api/jobs/enqueue/executions", Map.of())
                .path("id")
                .asLong();
    }

    private static long restarted(long id) {
        var answer = act(id, "restart");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("id").asLong();
    }

    private static long ended(long id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !show(id).path("alive").asBoolean());
        return id;
    }

    private static long writes(long id) {
        return show(id).path("steps").path(0).path("writeCount").asLong();
    }

    private static JsonNode show(long id) {
        return pipeline.get("/api/jobs/executions/" + id);
    }

    private static RunningPipeline.Answer act(long id, String verb) {
        return pipeline.send(
                "/api/jobs/executions/" + id + "/" + verb, request -> request.POST(BodyPublishers.noBody()));
    }

    private static void assertConflict(long id, String verb, String why) {
        var answer = act(id, verb);
        assertThat(answer.status()).as(verb + ": " + answer.body()).isEqualTo(409);
        assertThat(answer.body().path("type").asString()).endsWith("/job-state");
        assertThat(answer.body().path("detail").asString()).contains(why);
    }

    private static List<Long> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("id").asLong())
                .toList();
    }
}
