package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.testing.parts.FreePorts;

/// The whole on real parts, each app in a process of its own, as `infra/compose/compose.yaml` says: from a
/// catalogue page to a film that plays in a browser, with a worker that dies half-way and one that is told to
/// stop; and a film that is damaged and repaired, put away and brought back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealStackIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int HEIGHT = 720;
    private static final String VIDEO_IN_WORK = "reelmill_tasks_in_work{kind=\"VIDEO\"}";
    private static final TestFilm FILM = TestFilm.builder()
            .rate(24, 1)
            .duration(Duration.ofSeconds(60))
            .size(1280, HEIGHT)
            .keyframeEvery(48);

    private static final int SHORT_HEIGHT = 360;
    private static final TestFilm SHORT =
            TestFilm.builder().duration(Duration.ofSeconds(24)).size(640, SHORT_HEIGHT);

    private final MediaTools tools = MediaTools.bundled();
    private final HttpClient http = HttpClient.newHttpClient();

    private final Path folder;
    private RealInstallation installation;
    private OneFilmSite site;
    private Shelf shelf;
    private AppUnderTest pipeline;
    private AppUnderTest serving;
    private AppUnderTest edge;
    private List<AppUnderTest> workers;

    RealStackIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void install() throws IOException {
        installation = new RealInstallation(folder);
        site = new OneFilmSite(FILM.make(folder.resolve("film.mp4"), tools), "A Long Walk", folder);
        shelf = new Shelf(installation);
        var reads = with("REELMILL_RECONCILE_LEASE", "6s");
        var keeps = new HashMap<>(reads);
        keeps.put("REELMILL_RETENTION_BUDGET", "1KB"); // Whatever there is, is put away when the job runs.
        keeps.put("REELMILL_RETENTION_GRACE", "0s");
        keeps.put("REELMILL_RETENTION_WATCHING", "0s");
        keeps.put("REELMILL_VERIFY_ORPHANGRACE", "0s");
        // At once: who is first makes the bucket, the queues, the indexes and the keys.
        pipeline = installation.startPipeline(keeps);
        serving = installation.startServing();
        workers = List.of(installation.startWorker("first", reads), installation.startWorker("second", reads));
        serving.awaitReady();
        edge = installation.startEdge();
        List.of(pipeline, edge).forEach(AppUnderTest::awaitReady);
        workers.forEach(AppUnderTest::awaitReady);
    }

    @AfterAll
    void remove() {
        if (site != null) {
            site.close();
        }
        if (installation != null) {
            installation.close();
        }
        http.close();
    }

    @Test
    @Order(1)
    void aFilmBecomesReadyAndExactAlthoughAWorkerDiesHalfWay() throws IOException {
        String id = shelf.wish("A Long Walk");
        AppUnderTest victim = awaitWorkerHalfWay();
        victim.kill();
        shelf.await(id, PATIENCE, "READY");

        var reader = new TestFilmReader(tools);
        try (var player = new EdgeClient()) {
            var copy = player.copy(shelf.playlist(id), folder.resolve("copy"));
            for (var height : new int[] {HEIGHT, 480, 360}) {
                assertThat(reader.frames(copy.picture(height)).differences(FILM.frames()))
                        .as("What is wrong with the frames of %sp", height)
                        .isEmpty();
            }
        }
        assertThat(pipeline.printed()).doesNotContain("\tat ");
    }

    @Test
    @Order(2)
    void theFilmPlaysInABrowserThroughTheEdge() {
        try (var browser = Browser.start()) {
            var seat = Seat.take(browser.newPage(), installation, shelf.find("A Long Walk"));
            seat.play();
            assertThat(seat.heights()).containsExactlyInAnyOrder(HEIGHT, 480, 360);
            seat.seek(56);
            seat.await("document.getElementById('video').ended", Duration.ofSeconds(40));
            assertThat(seat.time()).isBetween(59.9, 60.1);
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(edge.metric("reelmill_edge_requests_total")).isGreaterThan(5);
        assertThat(edge.metric("reelmill_edge_denials_age_seconds")).isLessThan(10);
    }

    @Test
    @Order(3)
    void twoServingProcessesNeedNoStickyState() throws Exception {
        int otherPort = FreePorts.next();
        var other = installation.startServing("serving-2", otherPort);
        other.awaitReady();
        URI second = URI.create("http://127.0.0.1:" + otherPort + "/");
        String id = shelf.find("A Long Walk");
        var json = Shelf.JSON;

        var grant = json.readTree(call("POST", installation.address().resolve("api/movies/" + id + "/grants"), 201));
        String session = grant.path("session").asString();
        call("POST", second.resolve("api/sessions/" + session + "/heartbeat"), 204);
        call("POST", installation.address().resolve("api/sessions/" + session + "/heartbeat"), 204);
        URI playlist = URI.create(grant.path("playlistUrl").asString());
        call("GET", playlist, 200);

        String request = shelf.request(id);
        var follow = http.send(
                HttpRequest.newBuilder(second.resolve("api/requests/" + request + "/events"))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
        assertThat(follow.body()).contains("\"READY\"");

        call("DELETE", second.resolve("api/sessions/" + session), 204);
        call("POST", installation.address().resolve("api/sessions/" + session + "/heartbeat"), 410);
        Awaitility.await("the edge refuses the ended session")
                .atMost(Duration.ofSeconds(20))
                .until(() -> status("GET", playlist) == 403);

        other.askToStop();
        assertThat(other.awaitEnd(Duration.ofSeconds(25))).isEqualTo(143);
    }

    @Test
    @Order(4)
    void aWorkerThatIsToldToStopEndsOrGivesBackItsTasks() {
        var other = workers.stream().filter(AppUnderTest::isAlive).findFirst().orElseThrow();
        var reads = with("REELMILL_WORKER_STOPGRACE", "3s");
        var leaving = installation.startWorker("leaving", reads);
        leaving.awaitReady();
        other.askToStop();
        assertThat(other.awaitEnd(Duration.ofSeconds(35))).isEqualTo(143);
        var wish = Map.of("url", site.film().toString(), "licence", "CC0-1.0", "title", "Another Walk");
        installation.operatorPost("/api/ingests", Shelf.JSON.writeValueAsString(wish));
        Awaitility.await("a chunk is in work").atMost(PATIENCE).until(() -> leaving.metric(VIDEO_IN_WORK) == 1);
        double expired = pipeline.metric("reelmill_leases_expired_total");

        long told = System.nanoTime();
        leaving.askToStop();
        assertThat(leaving.awaitEnd(Duration.ofSeconds(12))).isEqualTo(143);
        System.out.println("The worker stopped within "
                + Duration.ofNanos(System.nanoTime() - told).toMillis() + " ms");
        Awaitility.await("no task is leased any more")
                .atMost(Duration.ofSeconds(25))
                .until(() -> pipeline.metric("reelmill_tasks{state=\"leased\"}") == 0
                        && pipeline.metric("reelmill_tasks{state=\"ready\"}") > 0);
        assertThat(pipeline.metric("reelmill_leases_expired_total")).isEqualTo(expired);

        var next = installation.startWorker("next", reads);
        shelf.await(shelf.find("Another Walk"), PATIENCE, "READY");
        assertThat(next.isAlive()).isTrue();
    }

    @Test
    @Order(5)
    void aDamagedFilmIsRepairedAndOneThatWasPutAwayComesBack() throws IOException {
        String id = shelf.ingest(site.offer(SHORT.make(folder.resolve("short.mp4"), tools)), "Whole Again");
        shelf.await(id, PATIENCE, "READY");
        try (var bucket = installation.bucket()) {
            var objects = new FilmObjects(bucket, id);
            var before = objects.checksums();
            String orphan = objects.damage();
            assertThat(objects.checksums()).isNotEqualTo(before);

            var counts = shelf.run("verify", PATIENCE).path("steps").path(0).path("counts");
            assertThat(counts.path("missing").asInt()).isEqualTo(2);
            assertThat(counts.path("damaged").asInt()).isEqualTo(1);
            Awaitility.await("repairs")
                    .atMost(PATIENCE)
                    .until(() -> shelf.repairs(id).stream().allMatch("REPAIRED"::equals));
            assertThat(shelf.repairs(id)).hasSize(3);
            assertThat(objects.checksums()).isEqualTo(before).doesNotContainKey(orphan);
            checkExact(id, "repaired");

            shelf.run("retention", PATIENCE);
            assertThat(shelf.state(id)).isEqualTo("EVICTED");
            assertThat(objects.checksums()).isEmpty();
            var refused = installation.post("/api/movies/" + id + "/grants", "{}");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("movie-put-away");

            shelf.request(id);
            shelf.await(id, PATIENCE, "READY");
            checkExact(id, "back");
        }
    }

    private void checkExact(String id, String name) throws IOException {
        try (var player = new EdgeClient()) {
            var copy = player.copy(shelf.playlist(id), folder.resolve(name));
            assertThat(new TestFilmReader(tools)
                            .frames(copy.picture(SHORT_HEIGHT))
                            .differences(SHORT.frames()))
                    .as("What is wrong with the frames of the film, " + name)
                    .isEmpty();
        }
    }

    /// The worker that has a chunk in work when the film has begun to play.
    private AppUnderTest awaitWorkerHalfWay() {
        Awaitility.await("the film plays while it is encoded")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> pipeline.metric("reelmill_ingests{state=\"playable\"}") > 0
                        || workers.stream().anyMatch(worker -> worker.metric(ended()) >= 2));
        return Awaitility.await("a worker has a chunk in work")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> workers.stream()
                                .filter(worker -> worker.metric(VIDEO_IN_WORK) > 0)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /// What lets an app read the site of this test, and a worker take one task at a time, and one thing more.
    private Map<String, String> with(String name, String value) {
        return Map.of(
                "REELMILL_OUTBOUND_ALLOWED",
                site.settings().getOrDefault("reelmill.outbound.allowed", ""),
                "REELMILL_WORKER_SLOTS",
                "1",
                name,
                value);
    }

    private static String ended() {
        return "reelmill_tasks_ended_seconds_count{end=\"done\",kind=\"VIDEO\"}";
    }

    private String call(String method, URI address, int expected) throws IOException, InterruptedException {
        var answer = send(method, address);
        assertThat(answer.statusCode()).as("%s said %s", method, answer.body()).isEqualTo(expected);
        return answer.body();
    }

    private int status(String method, URI address) throws IOException, InterruptedException {
        return send(method, address).statusCode();
    }

    private HttpResponse<String> send(String method, URI address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }
}
