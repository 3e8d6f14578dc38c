package org.reelmill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.parts.Part;
import org.reelmill.testing.parts.Stack;
import org.reelmill.title.Failure;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestStarterTest {

    private Part documents;
    private BrokerConnection broker;
    private MongoClient client;
    private TicketQueue tickets;
    private Titles titles;
    private Ingests ingests;
    private Tasks tasks;

    @BeforeAll
    void start(@TempDir Path directory) {
        documents = Stack.EMBEDDED.documents(directory.resolve("documents"));
        broker = BrokerConnection.to(Stack.EMBEDDED.broker(directory.resolve("broker")));
        tickets = broker.tickets(Duration.ofSeconds(10));
        client = MongoClients.create(documents.location().uri().toString());
        var mongo = new MongoTemplate(client, "reelmill");
        titles = new Titles(mongo);
        ingests = new Ingests(mongo);
        tasks = new Tasks(mongo);
    }

    @AfterAll
    void stop() {
        broker.close();
        client.close();
        documents.close();
    }

    @BeforeEach
    void declareAnew() {
        broker.emptyQueues(tickets);
    }

    @Test
    void startsOneIngestForManyWhoAskAtOnce() throws Exception {
        titles.save(title("many"));
        var starter = new IngestStarter(titles, ingests, tasks, tickets);
        var start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(8)) {
            var futures = IntStream.range(0, 8)
                    .mapToObj(i -> executor.submit(() -> {
                        start.await();
                        return starter.start("many", TicketClass.INTERACTIVE);
                    }))
                    .toList();
            start.countDown();
            for (var future : futures) {
                assertThat(future.get().orElseThrow().id()).isEqualTo("many-1");
            }
        }

        assertThat(ingests.ofTitle("many")).hasSize(1);
        assertThat(titles.find("many").orElseThrow().state()).isEqualTo(TitleState.WANTED);
        assertThat(tasks.ofIngest("many-1"))
                .singleElement()
                .matches(task -> task.kind() == TaskKind.OPEN && task.state() == TaskState.READY);
        assertThat(tickets.waiting(TicketClass.INTERACTIVE)).isPositive();
    }

    @Test
    void raisesWhatIsUnderWayWhenSomebodyWaits() {
        titles.save(title("raised"));
        var starter = new IngestStarter(titles, ingests, tasks, tickets);
        starter.start("raised", TicketClass.BATCH);

        var raised = starter.start("raised", TicketClass.INTERACTIVE).orElseThrow();

        assertThat(raised.ticketClass()).isEqualTo("interactive");
        assertThat(tasks.claim("interactive", "w/1", "any")).isPresent();
        assertThat(tickets.waiting(TicketClass.INTERACTIVE)).isEqualTo(1);
    }

    @Test
    void triesARejectedTitleAgainUnderTheNextNumber() {
        titles.save(title("again"));
        var starter = new IngestStarter(titles, ingests, tasks, tickets);
        starter.start("again", TicketClass.BATCH);
        ingests.end("again-1", IngestState.REJECTED, new Failure("not-a-film", "It is a page.", null));

        assertThat(starter.start("again", TicketClass.BATCH).orElseThrow().id()).isEqualTo("again-2");
    }

    @Test
    void makesNoTakenDownTitleAvailable() {
        titles.save(title("down"));
        new IngestStarter(titles, ingests, tasks, tickets).start("down", TicketClass.BATCH);
        titles.move("down", TitleState.TAKEN_DOWN, new org.springframework.data.mongodb.core.query.Update());

        var publication = new org.reelmill.title.Publication(
                "down-1", "titles/down/down-1/", "master.m3u8", null, null, null, Duration.ofSeconds(5), Instant.EPOCH);

        assertThat(titles.publish("down", publication)).isEmpty();
        assertThat(titles.find("down").orElseThrow().state()).isEqualTo(TitleState.TAKEN_DOWN);
    }

    private static Title title(String id) {
        return new Title(
                id,
                "test/" + id,
                null,
                id,
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
                List.of("source-" + id),
                TitleState.DISCOVERED,
                null,
                null,
                Instant.EPOCH,
                null,
                null);
    }
}
