package org.reelmill.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.pipeline.RunningPipeline;
import org.reelmill.pipeline.reconcile.Sweep;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Pauses;
import org.reelmill.title.Publication;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// An operator's words to ingests under way, over HTTP, on real services.
class IngestControlTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static RunningPipeline pipeline;

    private final Titles titles = part(Titles.class);
    private final Ingests ingests = part(Ingests.class);
    private final Tasks tasks = part(Tasks.class);
    private final Pauses pauses = part(Pauses.class);
    private final TicketQueue tickets = part(TicketQueue.class);
    private final ObjectStore store = part(ObjectStore.class);

    @BeforeAll
    static void start() {
        services = EmbeddedServices.start(directory.resolve("data"));
        pipeline = RunningPipeline.start(services, directory, Map.of("reelmill.reconcile.every", "1h"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        services.close();
    }

    @AfterEach
    void clear() {
        dropTickets();
        List.of("titles", "ingests", "tasks", "pauses")
                .forEach(name -> part(MongoOperations.class).remove(new Query(), name));
    }

    @Test
    void aPausedIngestTellsItAndGoesOnWithTickets() {
        Ingest ingest = started();

        assertThat(post(ingest, "pause").body().path("pausedAt").asString()).isNotEmpty();
        assertThat(post(ingest, "pause").status()).as("Paused twice").isEqualTo(200);

        var shown = pipeline.get("/api/operator/titles/" + ingest.title());
        assertThat(shown.path("pausedAt").isString()).isTrue();
        assertThat(shown.path("state").asString()).as("It keeps its state").isEqualTo("QUEUED");
        assertThat(claim("batch")).isEmpty();
        dropTickets();
        var resumed = post(ingest, "resume");
        assertThat(resumed.body().path("pausedAt").isNull()).isTrue();
        await().until(() -> tickets.waiting(TicketClass.BATCH) == 1);
        assertThat(claim("batch")).isPresent();
    }

    @Test
    void aPausedBatchHoldsWhatIsQueuedLaterButNotWhatSomebodyWaitsFor() {
        Ingest early = started();
        assertThat(pipeline.post("/api/operator/batch/pause", Map.of())
                        .path("pausedAt")
                        .isString())
                .isTrue();
        Ingest late = started();
        part(IngestStarter.class).start(late.title(), TicketClass.INTERACTIVE);

        assertThat(claim("batch")).isEmpty();
        assertThat(claim("interactive").orElseThrow().ingest()).isEqualTo(late.id());
        pipeline.post("/api/operator/batch/resume", Map.of());
        assertThat(claim("batch").orElseThrow().ingest()).isEqualTo(early.id());
    }

    @Test
    void aCancelledIngestLeavesNothingThoughItWasPaused() {
        Ingest ingest = started();
        String part = SourceParts.key(ingest.source(), 0);
        store.put(part, new byte[9], ContentType.BYTES);
        store.put(ingest.prefix() + "v360/s00000.a1.m4s", new byte[9], ContentType.BYTES);
        Task lease = claim("batch").orElseThrow();
        post(ingest, "pause");

        assertThat(post(ingest, "cancel").body().path("state").asString()).isEqualTo("CANCELLED");
        assertThat(post(ingest, "cancel").status()).as("Cancelled twice").isEqualTo(200);

        assertThat(tasks.beat(lease, 0.5))
                .as("Its worker learns it at the next beat")
                .isFalse();
        assertThat(tasks.ofIngest(ingest.id())).allMatch(task -> task.state() == TaskState.CANCELLED);
        assertThat(pauses.all()).isEmpty();
        assertThat(store.list(ingest.prefix())).isEmpty();
        assertThat(store.head(part)).isEmpty();
        assertThat(titles.find(ingest.title()).orElseThrow().state()).isEqualTo(TitleState.DISCOVERED);
        assertThat(post(ingest, "pause").status()).isEqualTo(409);
    }

    @Test
    void aCancelledRenewalLeavesWhatPlays() {
        Title title = title();
        titles.move(
                title.id(),
                TitleState.WANTED,
                new Update()
                        .set(
                                "publication",
                                new Publication(
                                        "p",
                                        "titles/p/",
                                        "master.m3u8",
                                        null,
                                        null,
                                        null,
                                        Duration.ZERO,
                                        Instant.now())));
        Ingest ingest =
                part(IngestStarter.class).renew(title.id(), TicketClass.BATCH).orElseThrow();

        post(ingest, "cancel");

        assertThat(titles.find(title.id()).orElseThrow().state()).isEqualTo(TitleState.AVAILABLE);
    }

    @Test
    void whatWasCancelledHalfIsCancelledWhole() {
        Ingest ingest = started();
        pauses.add(ingest.id());
        ingests.move(ingest.id(), IngestState.CANCELLED, new Update().set("endedAt", Instant.now()));

        part(Sweep.class).run();

        assertThat(tasks.ofIngest(ingest.id())).allMatch(task -> task.state() == TaskState.CANCELLED);
        assertThat(titles.find(ingest.title()).orElseThrow().state()).isEqualTo(TitleState.DISCOVERED);
        assertThat(pauses.all()).isEmpty();
    }

    @Test
    void aQueuedIngestCanBePutBeforeOthers() {
        Ingest first = started();
        Ingest second = started();
        var wish = Map.of("priority", 50);
        assertThat(pipeline.post("/api/operator/titles/" + second.title() + "/priority", wish)
                        .path("priority")
                        .asInt())
                .isEqualTo(50);
        assertThat(claim("batch").orElseThrow().ingest()).isEqualTo(second.id());

        pipeline.post(
                "/api/operator/titles/" + first.title() + "/priority",
                Map.of("priority", 100, "ticketClass", "interactive"));
        assertThat(tickets.waiting(TicketClass.INTERACTIVE)).isEqualTo(1);
        assertThat(claim("interactive").orElseThrow().ingest()).isEqualTo(first.id());
    }

    @Test
    void saysWhatItCannotDo() {
        Title idle = title();
        assertThat(send(idle.id(), "pause").status()).isEqualTo(409);
        assertThat(send("nosuch", "cancel").status()).isEqualTo(404);
        Ingest ingest = started();
        assertThat(pipeline.send(
                                "/api/operator/titles/" + ingest.title() + "/priority",
                                request -> request.header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"priority\": 5, \"ticketClass\": \"fetch\"}")))
                        .status())
                .isEqualTo(400);
    }

    private Ingest started() {
        return part(IngestStarter.class).start(title().id(), TicketClass.BATCH).orElseThrow();
    }

    private Title title() {
        String id = Ids.next();
        part(Sources.class).save(new Source("s-" + id, id, "sealed", "mp4", null, null, null, null, null));
        return titles.save(new Title(
                id,
                "test/" + id,
                null,
                "A film",
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                new Licence("CC0-1.0", null, null),
                Map.of(),
                List.of("s-" + id),
                TitleState.DISCOVERED,
                null,
                null,
                Instant.now(),
                null,
                null));
    }

    private Optional<Task> claim(String ticketClass) {
        return tasks.claim(ticketClass, "worker/1", "any");
    }

    private void dropTickets() {
        for (TicketClass ticketClass : TicketClass.values()) {
            while (tickets.waiting(ticketClass) > 0) {
                tickets.take(ticketClass, Optional::empty);
            }
        }
    }

    private static RunningPipeline.Answer post(Ingest ingest, String word) {
        return send(ingest.title(), word);
    }

    private static RunningPipeline.Answer send(String title, String word) {
        return pipeline.send(
                "/api/operator/titles/" + title + "/" + word, request -> request.POST(BodyPublishers.noBody()));
    }

    private static <T> T part(Class<T> type) {
        return pipeline.part(type);
    }
}
