package org.reelmill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.queue.BrokerDialect;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.QueueProperties;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Repairs;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.worker.source.PartLedger;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/// The embedded services, and workers on them that do what a test says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TaskFixture {

    Path directory;
    EmbeddedServices services;
    CachingConnectionFactory connections;
    MongoClient client;
    TicketQueue tickets;
    Titles titles;
    Ingests ingests;
    Tasks tasks;
    Sources sources;
    ObjectStore store;
    IngestEnd ingestEnd;
    final List<AutoCloseable> running = new ArrayList<>();

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
        ingestEnd = new IngestEnd(
                ingests,
                tasks,
                titles,
                sources,
                store,
                new PartLedger(mongo, store),
                new Repairs(mongo),
                new IngestStarter(titles, ingests, tasks, tickets));
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

    TaskTaker worker(String name, Map<TaskKind, Work> works) {
        return worker(name, properties(name, 2), works);
    }

    TaskTaker worker(String name, WorkerProperties properties, Map<TaskKind, Work> works) {
        var held = WorkerDirectory.hold(properties);
        var taker =
                new TaskTaker(held, properties, tasks, tickets, works, ingestEnd, () -> "any", new TaskMeter(() -> 0));
        running.add(() -> {
            taker.stop();
            held.close();
        });
        taker.start();
        assertThat(held.name()).startsWith(name);
        return taker;
    }

    WorkerProperties properties(String name, int slots) {
        return properties(name, slots, Duration.ofMillis(50));
    }

    WorkerProperties patient(String name, Duration retryDelay) {
        return properties(name, 2, retryDelay);
    }

    private WorkerProperties properties(String name, int slots, Duration retryDelay) {
        return new WorkerProperties(
                name,
                slots,
                1,
                directory.resolve(name),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                3,
                6,
                retryDelay,
                Duration.ofMillis(20),
                DataSize.ofMegabytes(1),
                false,
                false);
    }

    Ingest ingest(TicketClass ticketClass) {
        return ingest(ticketClass, Instant.EPOCH);
    }

    Ingest ingest(TicketClass ticketClass, Instant queuedAt) {
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
                null,
                queuedAt,
                null,
                null,
                null,
                null);
        ingests.add(ingest);
        return ingest;
    }

    void add(Ingest ingest, TaskKind kind, String name, int place) {
        tasks.add(List.of(Task.of(ingest, TaskState.READY, new TaskOrder(kind, name, place, 1, Map.of()))));
        tickets.send(IngestStarter.classOf(ingest.ticketClass()));
    }
}
