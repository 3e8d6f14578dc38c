package org.reelmill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.queue.BrokerDialect;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.QueueProperties;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StorageProperties;
import org.reelmill.title.Failure;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.source.PartLedger;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskTakerTest {

    private Path directory;
    private EmbeddedServices services;
    private CachingConnectionFactory connections;
    private MongoClient client;
    private TicketQueue tickets;
    private Titles titles;
    private Ingests ingests;
    private Tasks tasks;
    private Sources sources;
    private ObjectStore store;
    private IngestEnd ingestEnd;
    private final List<AutoCloseable> running = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        services = EmbeddedServices.start(directory.resolve("data"));
        connections = new CachingConnectionFactory(URI.create(services.broker().uri()));
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        var rabbit = new RabbitTemplate(connections);
        rabbit.setMandatory(true);
        tickets = new TicketQueue(
                rabbit, new QueueProperties(BrokerDialect.QPID, Duration.ofSeconds(10)), new JsonMapper());
        client = MongoClients.create(services.documents().uri());
        var mongo = new MongoTemplate(client, "reelmill");
        titles = new Titles(mongo);
        ingests = new Ingests(mongo);
        tasks = new Tasks(mongo);
        store = new ObjectStore(new StorageProperties(
                services.objects().endpoint(), "reelmill", "us-east-1", services.accessKey(), services.secretKey()));
        store.createBucket();
        sources = new Sources(mongo);
        ingestEnd = new IngestEnd(ingests, tasks, titles, sources, store, new PartLedger(mongo, store));
    }

    @AfterAll
    void stop() {
        store.close();
        connections.destroy();
        client.close();
        services.close();
    }

    @BeforeEach
    void emptyQueues() {
        var admin = new RabbitAdmin(connections);
        tickets.declare(admin);
        for (TicketClass ticketClass : TicketClass.values()) {
            admin.purgeQueue(ticketClass.queue());
        }
    }

    @AfterEach
    void stopWorkers() throws Exception {
        for (AutoCloseable worker : running) {
            worker.close();
        }
        running.clear();
    }

    @Test
    void worksOffEveryTaskOnce() {
        Ingest ingest = ingest(TicketClass.BATCH);
        for (int i = 0; i < 20; i++) {
            add(ingest, TaskKind.VIDEO, "video-" + i, i);
        }
        var done = new CopyOnWriteArrayList<String>();
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            done.add(lease.task().id());
            lease.finish(Map.of("frames", 48));
        }));

        await().until(() -> tasks.ofIngest(ingest.id()).stream().allMatch(task -> task.state() == TaskState.DONE));
        assertThat(done).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void takesWhatSomebodyWaitsForFirst() {
        Ingest batch = ingest(TicketClass.BATCH);
        Ingest waited = ingest(TicketClass.INTERACTIVE);
        add(batch, TaskKind.VIDEO, "video", 0);
        add(waited, TaskKind.VIDEO, "video", 0);
        var order = new CopyOnWriteArrayList<String>();
        worker("one", properties("one", 1), Map.of(TaskKind.VIDEO, lease -> {
            order.add(lease.task().ingest());
            lease.finish(Map.of());
        }));

        await().until(() -> order.size() == 2);
        assertThat(order).containsExactly(waited.id(), batch.id());
    }

    @Test
    void interruptsTheWorkWithinABeatOnceTheLeaseIsLost() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "video", 0);
        var began = new CountDownLatch(1);
        var ended = new AtomicReference<@Nullable Throwable>();
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.set(e);
                throw e;
            }
        }));
        await().until(() -> began.getCount() == 0);
        tasks.cancel(ingest.id());

        await().atMost(Duration.ofSeconds(2)).until(() -> ended.get() != null);
        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.CANCELLED);
        assertThat(ingests.find(ingest.id()).orElseThrow().state()).isEqualTo(IngestState.ENCODING);
    }

    @Test
    void triesAFailedTaskAgainWithATicketOfItsOwn() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "video", 0);
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            if (lease.task().attempt() < 3) {
                throw new IllegalStateException("broke " + lease.task().attempt());
            }
            lease.finish(Map.of());
        }));

        await().until(() -> tasks.ofIngest(ingest.id()).getFirst().state() == TaskState.DONE);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().failures())
                .extracting(failure -> failure.detail())
                .containsExactly("broke 1", "broke 2");
    }

    @Test
    void endsTheIngestAtTheThirdFailureAndLeavesNothing() {
        Ingest ingest = ingest(TicketClass.BATCH);
        store.put(ingest.prefix() + "v360/init.mp4", new byte[] {1}, ContentType.INIT);
        add(ingest, TaskKind.VIDEO, "video", 0);
        tasks.add(
                List.of(Task.of(ingest, TaskState.WAITING, new TaskOrder(TaskKind.FINISH, "finish", 9, 1, Map.of()))));
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            throw new IllegalStateException("the encoder broke");
        }));

        await().until(() -> ingests.find(ingest.id()).orElseThrow().state() == IngestState.FAILED);
        await().until(() -> store.list(ingest.prefix()).isEmpty());
        Ingest ended = ingests.find(ingest.id()).orElseThrow();
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().detail()).contains("the encoder broke");
        assertThat(tasks.ofIngest(ingest.id()))
                .extracting(Task::state)
                .containsExactly(TaskState.FAILED, TaskState.CANCELLED);
        assertThat(titles.find(ingest.title()).orElseThrow().state()).isEqualTo(TitleState.DISCOVERED);
    }

    @Test
    void keepsTheOnlyCopyOfAnUploadWhenWeAreAtFault() {
        for (boolean ours : List.of(true, false)) {
            Ingest ingest = ingest(TicketClass.BATCH);
            sources.save(new Source(ingest.source(), ingest.title(), null, null, null, 1L, null, null, null));
            String part = SourceParts.key(ingest.source(), 0);
            store.put(part, new byte[] {1}, ContentType.BYTES);
            IngestState end = ours ? IngestState.FAILED : IngestState.REJECTED;

            ingestEnd.end(
                    Task.of(ingest, TaskState.LEASED, new TaskOrder(TaskKind.OPEN, "open", 0, 1, Map.of())),
                    end,
                    new Failure("any", "Any.", null));

            assertThat(store.head(part).isPresent()).isEqualTo(ours);
        }
    }

    @Test
    void rejectsTheIngestAtOnceWhereTheSourceIsNoGood() {
        Ingest ingest = ingest(TicketClass.BATCH);
        store.put(ingest.prefix() + "v360/init.mp4", new byte[] {1}, ContentType.INIT);
        add(ingest, TaskKind.OPEN, "open", 0);
        worker("one", Map.of(TaskKind.OPEN, lease -> {
            throw RejectedSource.because("not-a-film", "It is a page.");
        }));

        await().until(() -> ingests.find(ingest.id()).orElseThrow().state() == IngestState.REJECTED);
        await().until(() -> store.list(ingest.prefix()).isEmpty());
        await().until(() -> titles.find(ingest.title()).orElseThrow().state() == TitleState.DISCOVERED);
        Ingest ended = ingests.find(ingest.id()).orElseThrow();
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().reason()).isEqualTo("It is a page.");
        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.CANCELLED);
    }

    @Test
    void givesWorkBackAtAStop() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "video", 0);
        var began = new CountDownLatch(1);
        TaskTaker first = worker("one", Map.of(TaskKind.VIDEO, lease -> {
            began.countDown();
            new CountDownLatch(1).await();
        }));
        await().until(() -> began.getCount() == 0);

        long stopping = System.nanoTime();
        first.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(3));
        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.READY);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().failures()).isEmpty();
        worker("two", Map.of(TaskKind.VIDEO, lease -> lease.finish(Map.of())));
        await().until(() -> tasks.ofIngest(ingest.id()).getFirst().state() == TaskState.DONE);
    }

    @Test
    void takesUpWhatItsKilledProcessHeld() {
        Ingest ingest = ingest(TicketClass.BATCH);
        var held = WorkerDirectory.hold(properties("one", 2));
        tasks.add(List.of(Task.of(ingest, TaskState.READY, new TaskOrder(TaskKind.VIDEO, "video", 0, 1, Map.of()))));
        tasks.claim("batch", held.owner(), "any");
        held.close();

        worker("one", Map.of(TaskKind.VIDEO, lease -> lease.finish(Map.of())));

        await().until(() -> tasks.ofIngest(ingest.id()).getFirst().state() == TaskState.DONE);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void refusesADirectoryThatAnotherWorkerHolds() {
        try (var held = WorkerDirectory.hold(properties("held", 1))) {
            assertThat(held.name()).startsWith("held-");
            assertThatThrownBy(() -> WorkerDirectory.hold(properties("held", 1)))
                    .hasMessageContaining("reelmill.worker.directory");
        }
    }

    private TaskTaker worker(String name, Map<TaskKind, Work> works) {
        return worker(name, properties(name, 2), works);
    }

    private TaskTaker worker(String name, WorkerProperties properties, Map<TaskKind, Work> works) {
        var held = WorkerDirectory.hold(properties);
        var taker = new TaskTaker(held, properties, tasks, tickets, works, ingestEnd, () -> "any");
        running.add(() -> {
            taker.stop();
            held.close();
        });
        taker.start();
        assertThat(held.name()).startsWith(name);
        return taker;
    }

    private WorkerProperties properties(String name, int slots) {
        return new WorkerProperties(
                name,
                slots,
                1,
                directory.resolve(name),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                3,
                Duration.ofMillis(50),
                Duration.ofMillis(20),
                false);
    }

    private Ingest ingest(TicketClass ticketClass) {
        String title = Ids.next();
        titles.save(new Title(
                title,
                title,
                null,
                title,
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
                List.of("s" + title),
                TitleState.WANTED,
                title + "-1",
                null,
                Instant.EPOCH,
                null,
                null));
        var ingest = new Ingest(
                title + "-1",
                title,
                "s" + title,
                IngestState.ENCODING,
                ticketClass.id(),
                IngestStarter.PRIORITY_BATCH,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                null);
        ingests.add(ingest);
        return ingest;
    }

    private void add(Ingest ingest, TaskKind kind, String name, int place) {
        tasks.add(List.of(Task.of(ingest, TaskState.READY, new TaskOrder(kind, name, place, 1, Map.of()))));
        tickets.send(IngestStarter.classOf(ingest.ticketClass()));
    }
}
