package org.reelmill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.reelmill.testing.parts.PartLogs;
import org.reelmill.testing.parts.Stack;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/// What tickets promise, on the embedded broker and on RabbitMQ.
@ParameterizedClass
@EnumSource(Stack.class)
@ExtendWith(PartLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketQueueTest {

    @TempDir
    static Path directory;

    @Parameter
    Stack stack;

    private BrokerConnection broker;
    private TicketQueue tickets;

    @BeforeParameterizedClassInvocation
    void start() {
        broker = BrokerConnection.to(stack.broker(directory.resolve(stack.name())));
        tickets = broker.tickets(Duration.ofSeconds(10));
    }

    @AfterParameterizedClassInvocation
    void stop() {
        broker.close();
    }

    @BeforeEach
    void declareAnew() {
        broker.emptyQueues(tickets);
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
        broker.rabbit().convertAndSend("", TicketClass.BATCH.queue(), "no ticket");
        broker.rabbit().convertAndSend("", TicketClass.BATCH.queue(), "null");
        broker.rabbit().convertAndSend("", TicketClass.BATCH.queue(), "{\"version\":9,\"ticketClass\":\"batch\"}");

        // What was sent without a confirm is on its way for a moment.
        await().untilAsserted(() -> {
            assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of(1))).isEmpty();
            assertThat(tickets.deadLetters()).isEqualTo(3);
        });
        var reasons = IntStream.range(0, 3)
                .mapToObj(i ->
                        String.valueOf(Objects.requireNonNull(broker.rabbit().receive(TicketQueue.DEAD_LETTERS))
                                .getMessageProperties()
                                .getHeaders()
                                .get("x-reelmill-reason")))
                .toList();
        assertThat(reasons).anyMatch(reason -> reason.contains("not a ticket"));
        assertThat(reasons).anyMatch(reason -> reason.contains("version 9"));
    }

    @Test
    void noticesThatAQueueIsGone() {
        new RabbitAdmin(broker.connections()).deleteQueue(TicketClass.BATCH.queue());

        assertThatThrownBy(() -> tickets.send(TicketClass.BATCH)).isInstanceOf(AmqpException.class);
    }

    @Test
    void countsWhatIsConfirmedAtOnce() {
        tickets.send(TicketClass.BATCH, 250);
        tickets.send(TicketClass.INTERACTIVE, 3);

        assertThat(tickets.waiting(TicketClass.BATCH)).isEqualTo(250);
        assertThat(tickets.waiting(TicketClass.INTERACTIVE)).isEqualTo(3);
        assertThat(tickets.waiting(TicketClass.FETCH)).isZero();
        assertThat(tickets.deadLetters()).isZero();
    }

    @Test
    void sendsTicketsThatTheBrokerKeepsOnDisk() {
        tickets.send(TicketClass.BATCH);

        var message = Objects.requireNonNull(broker.rabbit().receive(TicketClass.BATCH.queue()));
        assertThat(message.getMessageProperties().getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
        assertThat(message.getBody()).asString().isEqualTo("{\"version\":1,\"ticketClass\":\"batch\"}");
    }

    @Test
    void bringsATicketBackWhoseWorkerLostItsConnection() {
        tickets.send(TicketClass.BATCH);

        assertThatThrownBy(() -> tickets.take(TicketClass.BATCH, () -> {
                    broker.connections().resetConnection();
                    return Optional.of("claimed");
                }))
                .isInstanceOf(AmqpException.class);

        await().until(() -> tickets.take(TicketClass.BATCH, () -> Optional.of("again")), Optional::isPresent);
    }

    @Test
    void losesNoTicketWhereClaimsFailOverAndOver() {
        tickets.send(TicketClass.BATCH, 5);

        for (int i = 0; i < 60; i++) {
            assertThatThrownBy(() -> tickets.take(TicketClass.BATCH, () -> {
                        throw new IllegalStateException("the store is away");
                    }))
                    .hasStackTraceContaining("the store is away");
        }

        for (int i = 0; i < 5; i++) {
            assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of(1))).isPresent();
        }
        assertThat(tickets.take(TicketClass.BATCH, () -> Optional.of(1))).isEmpty();
    }

    @Test
    void handsEachOfManyTicketsToOneOfManyWorkers() throws Exception {
        tickets.send(TicketClass.BATCH, 200);
        var claims = new AtomicInteger();
        var workers = ConcurrentHashMap.<Thread>newKeySet();
        var start = new CountDownLatch(1);
        Callable<Void> worker = () -> {
            start.await();
            while (tickets.take(TicketClass.BATCH, () -> Optional.of(claims.incrementAndGet()))
                    .isPresent()) {
                workers.add(Thread.currentThread());
            }
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            var running =
                    IntStream.range(0, 4).mapToObj(i -> threads.submit(worker)).toList();
            start.countDown();
            for (var thread : running) {
                thread.get();
            }
        }

        assertThat(claims).hasValue(200);
        assertThat(workers).hasSizeGreaterThan(1);
    }

    @Test
    void declaresQueuesThatAreThereWithoutHarm() {
        tickets.send(TicketClass.FETCH);

        tickets.declare(new RabbitAdmin(broker.connections()));

        assertThat(tickets.waiting(TicketClass.FETCH)).isEqualTo(1);
    }
}
