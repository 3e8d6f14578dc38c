package org.reelmill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
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
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketQueueTest {

    private EmbeddedServices services;
    private CachingConnectionFactory connections;
    private MongoClient client;
    private RabbitTemplate rabbit;
    private TicketQueue tickets;
    private Titles titles;
    private Ingests ingests;
    private Tasks tasks;

    @BeforeAll
    void start(@TempDir Path directory) {
        services = EmbeddedServices.start(directory);
        connections = new CachingConnectionFactory(
                java.net.URI.create(services.broker().uri()));
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        rabbit = new RabbitTemplate(connections);
        rabbit.setMandatory(true);
        tickets = new TicketQueue(
                rabbit, new QueueProperties(BrokerDialect.QPID, Duration.ofSeconds(10)), new JsonMapper());
        client = MongoClients.create(services.documents().uri());
        var mongo = new MongoTemplate(client, "reelmill");
        titles = new Titles(mongo);
        ingests = new Ingests(mongo);
        tasks = new Tasks(mongo);
    }

    @AfterAll
    void stop() {
        connections.destroy();
        client.close();
        services.close();
    }

    @BeforeEach
    void declareAnew() {
        var admin = new RabbitAdmin(connections);
        tickets.declare(admin);
        for (TicketClass ticketClass : TicketClass.values()) {
            admin.purgeQueue(ticketClass.queue());
        }
        admin.purgeQueue(TicketQueue.DEAD_LETTERS);
    }

    @Test
    void handsEachTicketToOneClaim() {
        tickets.send(TicketClass.BATCH);

        assertThat(tickets.waiting(TicketClass.BATCH)).isEqualTo(1);
        assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of("claimed")))
                .contains("claimed");
        assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of("claimed")))
                .isEmpty();
    }

    @Test
    void keepsClassesApart() {
        tickets.send(TicketClass.FETCH);

        assertThat(tickets.take(TicketClass.INTERACTIVE, () -> Optional.of(1))).isEmpty();
        assertThat(tickets.take(TicketClass.FETCH, () -> Optional.of(1))).isPresent();
    }

    @Test
    void dropsATicketWithoutATask() {
        tickets.send(TicketClass.BATCH);

        assertThat(tickets.take(TicketClass.BATCH, Optional::empty)).isEmpty();
        // The embedded broker counts a ticket until its acknowledgement has come.
        await().untilAsserted(
                        () -> assertThat(tickets.waiting(TicketClass.BATCH)).isZero());
    }

    @Test
    void putsATicketBackWhereTheClaimFails() {
        tickets.send(TicketClass.BATCH);

        assertThatThrownBy(() -> tickets.take(TicketClass.BATCH, () -> {
                    throw new IllegalStateException("the store is away");
                }))
                .hasStackTraceContaining("the store is away");
        assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of(1))).isPresent();
    }

    @Test
    void movesGarbageAndOtherVersionsToTheDeadLettersWithAReason() {
        rabbit.convertAndSend("", TicketClass.BATCH.queue(), "no ticket");
        rabbit.convertAndSend("", TicketClass.BATCH.queue(), "{\"version\":9,\"ticketClass\":\"batch\"}");

        assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of(1))).isEmpty();
        assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of(1))).isEmpty();

        assertThat(tickets.deadLetters()).isEqualTo(2);
        var reasons = IntStream.range(0, 2)
                .mapToObj(i -> String.valueOf(Objects.requireNonNull(rabbit.receive(TicketQueue.DEAD_LETTERS))
                        .getMessageProperties()
                        .getHeaders()
                        .get("x-reelmill-reason")))
                .toList();
        assertThat(reasons).anyMatch(reason -> reason.contains("not a ticket"));
        assertThat(reasons).anyMatch(reason -> reason.contains("version 9"));
    }

    @Test
    void noticesThatAQueueIsGone() {
        new RabbitAdmin(connections).deleteQueue(TicketClass.BATCH.queue());

        assertThatThrownBy(() -> tickets.send(TicketClass.BATCH)).isInstanceOf(AmqpException.class);
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
                "down-1", "titles/down/down-1/", "master.m3u8", null, Duration.ofSeconds(5), Instant.EPOCH);

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
