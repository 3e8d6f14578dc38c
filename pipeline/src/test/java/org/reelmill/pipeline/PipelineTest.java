package org.reelmill.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.pipeline.catalog.Digests;
import org.reelmill.samples.SampleSite;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import tools.jackson.databind.JsonNode;

/// The way of an operator through the pipeline, over its HTTP API, on the sample catalogue.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static SampleSite site;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        Path samples = Path.of(System.getProperty("reelmill.root"), "samples");
        Files.createDirectories(directory.resolve("recipes"));
        Files.copy(samples.resolve("recipes/sample.yml"), directory.resolve("recipes/sample.yml"));
        services = EmbeddedServices.start(directory.resolve("data"));
        site = SampleSite.start(samples, 0);
        pipeline = RunningPipeline.start(
                services,
                directory,
                Map.of(
                        "reelmill.catalog.variables.site", "http://127.0.0.1:" + site.port(),
                        "reelmill.outbound.allowed", "127.0.0.1:" + site.port()));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        site.close();
        services.close();
    }

    @Test
    @Order(1)
    void aDryRunStoresNothing() {
        JsonNode execution = run("discover", Map.of("recipe", "sample", "dryRun", "true"));

        assertThat(texts(execution.path("wouldStore"), "name"))
                .containsExactlyInAnyOrder("Big Buck Bunny", "Signal and Noise", "Slow Light");
        assertThat(pipeline.part(Titles.class).all()).isEmpty();
    }

    @Test
    @Order(2)
    void discoversTheSampleCatalogue() {
        JsonNode execution = run("discover", Map.of("recipe", "sample"));

        assertThat(execution.path("status").asString()).as(execution.toString()).isEqualTo("COMPLETED");
        assertThat(pipeline.part(Titles.class).all())
                .extracting(Title::name)
                .containsExactlyInAnyOrder("Big Buck Bunny", "Signal and Noise", "Slow Light");
        assertThat(execution.path("skippedPages")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(texts(execution.path("skippedPages"), "reason"))
                .anyMatch(reason -> reason.contains("JSON-LD is broken"))
                .anyMatch(reason -> reason.contains("All rights reserved"));
        assertThat(execution.path("steps").get(0).path("writeCount").asInt()).isEqualTo(3);
        assertThat(site.requests("/private/draft.html")).isZero();
    }

    @Test
    @Order(3)
    void storesFactsPosterAndSealedSource() {
        Title title = pipeline.part(Titles.class).all().stream()
                .filter(each -> each.name().equals("Big Buck Bunny"))
                .findFirst()
                .orElseThrow();

        assertThat(title.key()).isEqualTo("sample/titles/big-buck-bunny.html");
        assertThat(title.year()).isEqualTo(2008);
        assertThat(title.licence().id()).isEqualTo("CC-BY-3.0");
        assertThat(title.licence().attribution()).contains("Blender Foundation");
        assertThat(title.externalIds()).containsEntry("imdb", "tt1254207");
        assertThat(title.poster()).startsWith("art/" + title.id() + "/poster-");
        assertThat(pipeline.part(ObjectStore.class).head(String.valueOf(title.poster())))
                .isPresent();
        var source =
                pipeline.part(Sources.class).find(title.sources().getFirst()).orElseThrow();
        assertThat(source.sealedLink()).doesNotContain("127.0.0.1");
        assertThat(pipeline.part(SourceLinks.class).open(String.valueOf(source.sealedLink())))
                .isEqualTo(site.address().resolve("/films/big-buck-bunny.mp4"));
        assertThat(source.size()).isPositive();
        assertThat(source.sha256()).hasSize(64);
    }

    @Test
    @Order(4)
    void readsAnUnchangedCatalogueByConditionalRequestsOnly() {
        var before = pipeline.part(Titles.class).all();
        long sent = site.bytesSent("/titles/big-buck-bunny.html");
        long script = site.bytesSent("/titles/slow-light.json");
        long poster = site.requests("/films/big-buck-bunny.jpg");

        JsonNode execution = run("discover", Map.of("recipe", "sample"));

        assertThat(execution.path("steps").get(0).path("filterCount").asInt()).isEqualTo(3);
        assertThat(execution.path("skippedPages")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(site.bytesSent("/titles/big-buck-bunny.html")).isEqualTo(sent);
        assertThat(site.bytesSent("/titles/slow-light.json")).isEqualTo(script);
        assertThat(site.requests("/films/big-buck-bunny.jpg")).isEqualTo((int) poster);
        assertThat(pipeline.part(Titles.class).all()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    @Order(5)
    void enqueuesAsManyAsAskedForThenEverythingDiscovered() {
        run("enqueue", Map.of("all", "true", "limit", "1"));
        assertThat(pipeline.part(Titles.class).inState(TitleState.WANTED)).hasSize(1);

        JsonNode execution = run("enqueue", Map.of("all", "true"));

        assertThat(execution.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(pipeline.part(Titles.class).inState(TitleState.WANTED)).hasSize(3);
        assertThat(pipeline.part(Tasks.class).inState(TaskState.READY))
                .hasSize(3)
                .allMatch(task -> task.kind() == TaskKind.OPEN);
        JsonNode queue = pipeline.get("/api/queue");
        assertThat(queue.path("tickets").path("batch").asInt()).isEqualTo(3);
        assertThat(texts(pipeline.get("/api/operator/titles?state=QUEUED").path("items"), "title"))
                .hasSize(3);
    }

    @Test
    @Order(6)
    void takesAnUploadInParts() throws IOException {
        byte[] film = new byte[SourceParts.PART_BYTES + 1000];
        new Random(7).nextBytes(film);

        var answer = pipeline.send(
                "/api/ingests/upload?name=my_film.mkv&licence=cc0&title=",
                request -> request.header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(film)));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        Title title = pipeline.part(Titles.class)
                .find(answer.body().path("titleId").asString())
                .orElseThrow();
        assertThat(title.name()).isEqualTo("my film");
        var source =
                pipeline.part(Sources.class).find(title.sources().getFirst()).orElseThrow();
        assertThat(source.container()).isEqualTo("mkv");
        assertThat(source.size()).isEqualTo(film.length);
        assertThat(source.sha256()).isEqualTo(Digests.sha256(film));
        var store = pipeline.part(ObjectStore.class);
        assertThat(store.get(SourceParts.key(source.id(), 1)).orElseThrow().bytes())
                .isEqualTo(Arrays.copyOfRange(film, SourceParts.PART_BYTES, film.length));
        assertThat(pipeline.part(Ingests.class)
                        .find(answer.body().path("ingestId").asString())
                        .orElseThrow()
                        .state())
                .isEqualTo(IngestState.QUEUED);
    }

    @Test
    @Order(7)
    void refusesALicenceThatForbidsShowing() {
        var answer = pipeline.send(
                "/api/ingests",
                request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"url\": \"https://example.org/a.mp4\", \"licence\": \"CC-BY-NC-4.0\"}")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("type").asString()).endsWith("licence-not-allowed");
    }

    @Test
    @Order(8)
    void refusesAPathOfTheServer() {
        var answer = pipeline.send(
                "/api/ingests",
                request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"url\": \"file:///etc/passwd\", \"licence\": \"cc0\"}")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("type").asString()).endsWith("not-a-web-address");
    }

    @Test
    @Order(9)
    void namesTheLineOfAWrongRecipe() throws IOException {
        Files.writeString(directory.resolve("recipes/wrong.yml"), "id: wrong\nname: Wrong\nlincence: page\n");

        var answer = pipeline.send(
                "/api/jobs/discover/executions",
                request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"recipe\": \"wrong\"}")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").asString()).startsWith("wrong.yml, line 3, field lincence");
    }

    @Test
    @Order(10)
    void keepsSourceLinksOutOfTheFilesOfTheJobs() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("big-buck-bunny.mp4");
            }
        }
    }

    private static JsonNode run(String job, Map<String, String> parameters) {
        JsonNode started = pipeline.post("/api/jobs/" + job + "/executions", parameters);
        String path = "/api/jobs/executions/" + started.path("id").asString();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !pipeline.get(path).path("status").asString().startsWith("START"));
        return pipeline.get(path);
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(field).asString())
                .toList();
    }
}
