package org.reelmill.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.pipeline.PublishedLibrary;
import org.reelmill.pipeline.RunningPipeline;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StoredObject;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;
import tools.jackson.databind.JsonNode;

/// The job verify on a library whose objects were deleted, damaged, or are nobody's.
class VerifyTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static RunningPipeline pipeline;

    private final PublishedLibrary library = new PublishedLibrary(running());
    private final ObjectStore store = running().part(ObjectStore.class);

    @BeforeAll
    static void start() {
        services = EmbeddedServices.start(directory.resolve("data"));
        pipeline = RunningPipeline.start(
                services, directory, Map.of("reelmill.reconcile.every", "1h", "reelmill.verify.orphan-grace", "0s"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        services.close();
    }

    private static RunningPipeline running() {
        return pipeline;
    }

    @AfterEach
    void clear() {
        store.deleteAll("titles/");
        store.deleteAll("sources/");
        var mongo = pipeline.part(MongoOperations.class);
        for (String name : List.of("titles", "ingests", "tasks", "sources", "publications", "repairs")) {
            mongo.remove(new Query(), name);
        }
    }

    @Test
    void ordersARepairOfWhatIsMissingOrDamaged() {
        Title whole = library.film(10, 500, Instant.now());
        Title film = library.film(60, 500, Instant.now());
        store.delete(List.of(key(film, 3)));
        flip(key(film, 55));

        JsonNode run = verify(Map.of());

        assertThat(counts(run))
                .containsEntry("objects", 10 + 60 + 6L)
                .containsEntry("missing", 1L)
                .containsEntry("damaged", 1L)
                .containsEntry("repairs", 2L);
        assertThat(run.path("repairs")
                        .valueStream()
                        .map(repair -> repair.path("key").asString()))
                .containsExactly(key(film, 3), key(film, 55));
        assertThat(tasks(film)).hasSize(2).allMatch(task -> task.kind() == TaskKind.REPAIR);
        assertThat(tasks(film).stream().map(task -> task.work().get(Task.NAMES)))
                .containsExactlyInAnyOrder(List.of("v360/s00003.a1.m4s"), List.of("v360/s00055.a1.m4s"));
        assertThat(tasks(whole)).isEmpty();
        assertThat(pipeline.get("/api/operator/titles/" + film.id())
                        .path("repairs")
                        .valueStream()
                        .map(repair -> repair.path("fault").asString()))
                .containsExactlyInAnyOrder("MISSING", "DAMAGED");

        verify(Map.of());
        assertThat(tasks(film)).as("while the first repair is under way").hasSize(2);
    }

    @Test
    void putsPlaylistsBackFromTheRecord() {
        Title film = library.film(10, 500, Instant.now());
        String prefix = Objects.requireNonNull(film.publication()).prefix();
        store.delete(List.of(prefix + "master.m3u8"));
        store.put(prefix + "now/master.m3u8", new byte[8], ContentType.GROWING_PLAYLIST);

        assertThat(counts(verify(Map.of()))).containsEntry("restored", 2L);

        for (String name : List.of("master.m3u8", "now/master.m3u8")) {
            assertThat(store.get(prefix + name).orElseThrow().bytes())
                    .isEqualTo("#EXTM3U\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(pipeline.part(Repairs.class).ofTitle(film.id(), 10))
                .extracting(Repair::state)
                .containsExactly(Repair.State.REPAIRED, Repair.State.REPAIRED);
    }

    @Test
    void makesAFilmAnewOfWhichMuchIsGone() {
        Title film = library.film(10, 500, Instant.now());
        store.delete(List.of(key(film, 0), key(film, 1), key(film, 2), key(film, 3)));

        JsonNode run = verify(Map.of());

        assertThat(counts(run)).containsEntry("renewed", 1L).containsEntry("repairs", 0L);
        Title now = pipeline.part(Titles.class).find(film.id()).orElseThrow();
        assertThat(now.publication()).as("what plays meanwhile").isEqualTo(film.publication());
        assertThat(now.state()).isEqualTo(TitleState.WANTED);
        assertThat(pipeline.part(Ingests.class).find(film.id() + "-2"))
                .get()
                .extracting(Ingest::state)
                .isEqualTo(IngestState.QUEUED);
    }

    @Test
    void aDryRunOnlyTells() {
        Title film = library.film(10, 500, Instant.now());
        store.delete(List.of(key(film, 3)));
        put("titles/" + film.id() + "/of-nobody/x.m4s");

        JsonNode run = verify(Map.of("dryRun", "true"));

        assertThat(counts(run)).containsEntry("missing", 1L).containsEntry("orphans", 1L);
        assertThat(run.path("repairs").get(0).path("state").asString()).isEqualTo("FOUND");
        assertThat(tasks(film)).isEmpty();
        assertThat(store.head("titles/" + film.id() + "/of-nobody/x.m4s")).isPresent();
    }

    @Test
    void removesOnlyWhatNoRecordNames() {
        Title film = library.film(10, 500, Instant.now());
        var running = new Ingest(
                "running-1",
                "running",
                "s",
                IngestState.ENCODING,
                "batch",
                1,
                null,
                null,
                null,
                Instant.now(),
                null,
                null,
                null,
                null);
        pipeline.part(Ingests.class).add(running);
        var uploaded = new Source("uploaded", "t", null, null, null, 1L, null, null, null);
        pipeline.part(Sources.class).save(uploaded);
        pipeline.part(MongoOperations.class)
                .save(
                        new org.bson.Document("_id", "linked-1")
                                .append("source", "linked")
                                .append("number", 1L),
                        "sourceParts");
        List<String> kept = List.of(
                running.prefix() + "v360/s00000.a1.m4s",
                SourceParts.key("uploaded", 0),
                SourceParts.key("linked", 1),
                "titles/strange");
        List<String> orphans = List.of(
                Objects.requireNonNull(film.publication()).prefix() + "v360/s00003.a7.m4s",
                "titles/" + film.id() + "/of-nobody/x.m4s",
                SourceParts.key("linked", 2),
                SourceParts.key("forgotten", 0));
        kept.forEach(this::put);
        orphans.forEach(this::put);

        JsonNode run = verify(Map.of());

        assertThat(counts(run)).containsEntry("orphans", 4L).containsEntry("deleted", 4L);
        assertThat(keys())
                .containsAll(kept)
                .doesNotContainAnyElementsOf(orphans)
                .hasSize(13 + 4);
    }

    @Test
    void refusesToDeleteALibraryThatTheStoreDoesNotKnow() {
        library.film(120, 10, Instant.now());
        pipeline.part(MongoOperations.class).remove(new Query(), "titles");
        pipeline.part(MongoOperations.class).remove(new Query(), "publications");

        JsonNode refused = run(Map.of());

        assertThat(refused.path("status").asString()).isEqualTo("FAILED");
        assertThat(refused.path("failure").asString())
                .contains("123 of 123 objects")
                .contains("spring.mongodb.uri");
        assertThat(keys()).hasSize(123);

        verify(Map.of("force", "true"));
        assertThat(keys()).isEmpty();
    }

    @Test
    void refusesToDeleteALargeShare() {
        Title film = library.film(500, 10, Instant.now());
        for (int number = 0; number < 101; number++) {
            put("titles/" + film.id() + "/of-nobody/x" + number + ".m4s");
        }

        assertThat(run(Map.of()).path("failure").asString()).contains("101 of 604 objects");
        assertThat(keys()).hasSize(604);
    }

    private JsonNode verify(Map<String, String> parameters) {
        JsonNode run = run(parameters);
        assertThat(run.path("status").asString()).as("%s", run).isEqualTo("COMPLETED");
        return run;
    }

    private JsonNode run(Map<String, String> parameters) {
        long id = pipeline.post("/api/jobs/verify/executions", parameters)
                .path("id")
                .asLong();
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> pipeline.get("/api/jobs/executions/" + id),
                        execution -> !execution.path("endedAt").isNull()
                                && !execution.path("alive").asBoolean());
    }

    private static Map<String, Long> counts(JsonNode run) {
        var counts = new java.util.TreeMap<String, Long>();
        run.path("steps")
                .forEach(step -> step.path("counts")
                        .properties()
                        .forEach(count ->
                                counts.put(count.getKey(), count.getValue().asLong())));
        return counts;
    }

    private List<Task> tasks(Title film) {
        return pipeline.part(Tasks.class).ofIngest(film.id() + "-1");
    }

    private List<String> keys() {
        return java.util.stream.Stream.of("titles/", "sources/")
                .flatMap(place -> store.list(place).stream())
                .map(StoredObject::key)
                .toList();
    }

    private void put(String key) {
        store.put(key, new byte[] {1}, ContentType.BYTES);
    }

    private void flip(String key) {
        byte[] bytes = store.get(key).orElseThrow().bytes().clone();
        bytes[bytes.length / 2] ^= 1;
        store.put(key, bytes, ContentType.SEGMENT);
    }

    private static String key(Title film, int segment) {
        return Objects.requireNonNull(film.publication()).prefix() + "v360/s%05d.a1.m4s".formatted(segment);
    }
}
