package org.reelmill.pipeline.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.pipeline.RunningPipeline;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StoredObject;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pauses;
import org.reelmill.title.Publication;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// What crashes leave behind, made by hand, and reconciliation upon it, on real services.
class ReconcileTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static RunningPipeline pipeline;

    private final Titles titles = part(Titles.class);
    private final Ingests ingests = part(Ingests.class);
    private final Tasks tasks = part(Tasks.class);
    private final TicketQueue tickets = part(TicketQueue.class);
    private final ObjectStore store = part(ObjectStore.class);
    private final MongoOperations mongo = part(MongoOperations.class);
    private final AtomicLong clock = new AtomicLong();
    private final LeaseWatch leases =
            new LeaseWatch(tasks, ingests, tickets, part(ReconcileProperties.class), clock::get);

    @BeforeAll
    static void start() {
        services = EmbeddedServices.start(directory.resolve("data"));
        pipeline = RunningPipeline.start(
                services,
                directory,
                Map.of(
                        "reelmill.reconcile.every",
                        "1h",
                        "reelmill.reconcile.max-leases",
                        "3",
                        "reelmill.reconcile.grace",
                        "1m"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        services.close();
    }

    @AfterEach
    void clear() {
        for (TicketClass ticketClass : TicketClass.values()) {
            while (tickets.waiting(ticketClass) > 0) {
                tickets.take(ticketClass, Optional::empty);
            }
        }
        List.of("titles", "ingests", "tasks", "sweptIngests").forEach(name -> mongo.remove(new Query(), name));
    }

    @Test
    void expiresALeaseWhoseBeatStandsStill() {
        Task lease = leased(started());
        leases.look();
        assertThat(look(14)).isZero();
        assertThat(look(2)).isEqualTo(1);
        assertThat(state(lease)).isEqualTo(TaskState.READY);
        assertThat(tickets.waiting(TicketClass.BATCH)).isEqualTo(1);
        assertThat(tasks.beat(lease, 0.5)).as("the late worker's lease").isFalse();
    }

    @Test
    void countsNoTimeInWhichItCouldNotLook() {
        Task lease = leased(started());
        leases.look();
        pass(60);
        assertThat(leases.look()).isZero();
        tasks.beat(lease, 0.5);
        assertThat(look(14)).isZero();
        assertThat(look(4)).isEqualTo(1);
    }

    @Test
    void leavesALeaseThatBeats() {
        Task lease = leased(started());
        for (int look = 0; look < 5; look++) {
            look(10);
            tasks.beat(lease, 0.1);
        }
        assertThat(leases.look()).isZero();
        assertThat(state(lease)).isEqualTo(TaskState.LEASED);
    }

    @Test
    void givesUpATaskThatKillsItsWorkers() {
        Ingest ingest = started();
        for (int attempt = 0; attempt < 3; attempt++) {
            leased(ingest);
            leases.look();
            look(16);
        }
        Ingest ended = ingests.find(ingest.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(IngestState.FAILED);
        assertThat(ended.failure()).extracting(Failure::code).isEqualTo("lease-lost");
        assertThat(tasks.inState(TaskState.READY)).isEmpty();
    }

    @Test
    void sendsMissingTicketsAtTheSecondLook() {
        started();
        tickets.take(TicketClass.BATCH, Optional::empty);
        // The broker counts an acknowledged ticket for a moment longer.
        await().until(() -> tickets.waiting(TicketClass.BATCH) == 0);
        var sweep = new TicketSweep(tasks, part(Pauses.class), tickets);

        assertThat(sweep.look()).isZero();
        assertThat(sweep.look()).isEqualTo(1);
        assertThat(tickets.waiting(TicketClass.BATCH)).isEqualTo(1);
        assertThat(sweep.look()).isZero();
    }

    @Test
    void opensAnIngestWhoseStarterDied() {
        Title title = Samples.title(titles);
        Ingest ingest = Samples.ingest(title, IngestState.QUEUED, null);
        ingests.add(ingest);

        assertThat(sweep().look()).isEqualTo(1);

        assertThat(titles.find(title.id()).orElseThrow().state()).isEqualTo(TitleState.WANTED);
        assertThat(titles.find(title.id()).orElseThrow().ingest()).isEqualTo(ingest.id());
        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::kind).containsExactly(TaskKind.OPEN);
    }

    @Test
    void startsTheIngestThatAWantedTitleLacks() {
        Title title = Samples.title(titles);
        titles.move(title.id(), TitleState.WANTED, new Update());

        assertThat(sweep().look()).isEqualTo(1);

        assertThat(ingests.ofTitle(title.id())).hasSize(1);
    }

    @Test
    void leavesAFailedIngestAlone() {
        Ingest ingest = started();
        ingests.end(ingest.id(), IngestState.FAILED, new Failure("encoder-failed", "It failed.", null));
        tasks.cancel(ingest.id());
        titles.release(ingest.title());

        assertThat(sweep().look()).isZero();
        assertThat(ingests.ofTitle(ingest.title())).hasSize(1);
    }

    @Test
    void makesTheLastTaskReadyWhereThatStepWasLost() {
        Ingest ingest = started();
        tasks.add(
                List.of(Task.of(ingest, TaskState.WAITING, new TaskOrder(TaskKind.FINISH, "finish", 99, 1, Map.of()))));
        assertThat(sweep().look()).isZero();
        tasks.finish(leased(ingest), Map.of());

        assertThat(sweep().look()).isEqualTo(1);

        assertThat(tasks.inState(TaskState.READY)).extracting(Task::kind).containsExactly(TaskKind.FINISH);
    }

    @Test
    void makesATaskReadyThatFollowsOthersWhereThatStepWasLost() {
        Ingest ingest = started();
        var board = new TaskOrder(TaskKind.STORYBOARD, "storyboard", 9, 1, Map.of(Task.AFTER, "open"));
        tasks.add(List.of(
                Task.of(ingest, TaskState.WAITING, board),
                Task.of(ingest, TaskState.WAITING, new TaskOrder(TaskKind.FINISH, "finish", 99, 1, Map.of()))));
        assertThat(sweep().look()).isZero();
        tasks.finish(leased(ingest), Map.of());

        assertThat(sweep().look()).isEqualTo(1);

        assertThat(tasks.inState(TaskState.READY)).extracting(Task::kind).containsExactly(TaskKind.STORYBOARD);
    }

    @Test
    void finishesAnIngestThatIsPublished() {
        Ingest ingest = started();
        tasks.finish(leased(ingest), Map.of());
        tasks.add(List.of(Task.of(ingest, TaskState.DONE, new TaskOrder(TaskKind.FINISH, "finish", 99, 1, Map.of()))));
        ingests.move(ingest.id(), IngestState.OPENING, new Update());
        ingests.move(ingest.id(), IngestState.ENCODING, new Update());
        titles.publish(
                ingest.title(),
                new Publication(
                        ingest.id(), ingest.prefix(), "master.m3u8", null, null, null, Duration.ZERO, Instant.now()));

        assertThat(sweep().look()).isEqualTo(1);

        assertThat(ingests.find(ingest.id()).orElseThrow().state()).isEqualTo(IngestState.READY);
    }

    @Test
    void deletesSegmentsOfLostAttemptsOnceAndAfterAWhile() {
        Ingest ready = Samples.ingest(
                Samples.title(titles), IngestState.READY, Instant.now().minusSeconds(120));
        Ingest young = Samples.ingest(Samples.title(titles), IngestState.READY, Instant.now());
        for (Ingest ingest : List.of(ready, young)) {
            ingests.add(ingest);
            for (String name : List.of("init.mp4", "s00000.a1.m4s", "s00000.a2.m4s", "s00001.a1.m4s")) {
                put(ingest.prefix() + "v360/" + name, "x");
            }
            var named = keys(ingest.prefix()).stream()
                    .filter(key -> !key.endsWith("s00000.a1.m4s"))
                    .map(key -> new PublicationManifest.Entry(key, 1, "00"))
                    .toList();
            part(Publications.class).save(PublicationManifest.of(ingest, named));
        }
        LeftOvers leftOvers = part(LeftOvers.class);

        assertThat(leftOvers.look()).isEqualTo(1);
        assertThat(leftOvers.look()).isZero();

        assertThat(keys(ready.prefix())).hasSize(3).noneMatch(key -> key.endsWith("s00000.a1.m4s"));
        assertThat(keys(young.prefix())).hasSize(4);
    }

    @Test
    void leavesNothingOfAFailedIngestOnceNobodyLetItGoOn() {
        Title title = Samples.title(titles);
        Ingest young = Samples.ingest(title, IngestState.FAILED, Instant.now().minusSeconds(3600));
        Ingest old = Samples.ingest(
                Samples.title(titles), IngestState.FAILED, Instant.now().minusSeconds(25 * 3600));
        for (Ingest ingest : List.of(young, old)) {
            ingests.add(ingest);
            put(ingest.prefix() + "v360/s00000.a1.m4s", "x");
            put(SourceParts.key(ingest.source(), 0), "x");
        }

        part(LeftOvers.class).look();

        assertThat(keys(old.prefix())).isEmpty();
        assertThat(keys(SourceParts.prefix(old.source()))).isEmpty();
        assertThat(keys(young.prefix())).hasSize(1);
        assertThat(keys(SourceParts.prefix(young.source()))).hasSize(1);
    }

    @Test
    void endsAnIngestWhoseTaskFailedForGood() {
        Ingest ingest = started();
        tasks.fail(leased(ingest), new Failure("encoder-failed", "It failed.", "last words"));

        sweep().look();

        Ingest ended = ingests.find(ingest.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(IngestState.FAILED);
        assertThat(ended.failure()).extracting(Failure::detail).isEqualTo("last words");
        assertThat(titles.find(ingest.title()).orElseThrow().state()).isEqualTo(TitleState.DISCOVERED);
    }

    @Test
    void leavesNothingOfARejectedIngest() {
        Ingest rejected = Samples.ingest(
                Samples.title(titles), IngestState.REJECTED, Instant.now().minusSeconds(120));
        ingests.add(rejected);
        put(rejected.prefix() + "v360/s00000.a1.m4s", "x");
        put(SourceParts.key(rejected.source(), 0), "x");

        assertThat(part(LeftOvers.class).look()).isEqualTo(2);

        assertThat(keys(rejected.prefix())).isEmpty();
        assertThat(keys(SourceParts.prefix(rejected.source()))).isEmpty();
    }

    private static <T> T part(Class<T> type) {
        return pipeline.part(type);
    }

    private IngestSweep sweep() {
        return part(IngestSweep.class);
    }

    private Ingest started() {
        return part(IngestStarter.class)
                .start(Samples.title(titles).id(), TicketClass.BATCH)
                .orElseThrow();
    }

    private Task leased(Ingest ingest) {
        tickets.take(TicketClass.BATCH, Optional::empty);
        Task lease = tasks.claim(TicketClass.BATCH.id(), "worker/1", "any").orElseThrow();
        assertThat(lease.ingest()).isEqualTo(ingest.id());
        return lease;
    }

    private TaskState state(Task task) {
        return tasks.find(task.id()).orElseThrow().state();
    }

    private int look(int seconds) {
        int expired = 0;
        for (int i = 0; i < seconds; i += 2) {
            pass(2);
            expired += leases.look();
        }
        return expired;
    }

    private void pass(long seconds) {
        clock.addAndGet(seconds * 1_000_000_000);
    }

    private void put(String key, String text) {
        store.put(key, text.getBytes(StandardCharsets.UTF_8), ContentType.BYTES);
    }

    private List<String> keys(String prefix) {
        return store.list(prefix).stream().map(StoredObject::key).toList();
    }
}
