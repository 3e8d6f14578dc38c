package org.reelmill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.parts.PartLogs;
import org.reelmill.testing.parts.RabbitMq;
import org.springframework.amqp.AmqpException;

@ExtendWith(PartLogs.class)
class BrokerKillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void rabbitMqLosesNoConfirmedTicketInAKillAndTheQueueGoesOnByItself(@TempDir Path directory) throws Exception {
        var rabbit = RabbitMq.start(directory);
        try (var broker = BrokerConnection.to(rabbit)) {
            var tickets = broker.tickets(Duration.ofSeconds(2));
            broker.emptyQueues(tickets);
            broker.connections().resetConnection();
            rabbit.stop(); // So that what is killed has its queues since long.
            rabbit.start();
            var confirmed = new AtomicInteger();
            var sender = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        tickets.send(TicketClass.BATCH, 3);
                        confirmed.addAndGet(3);
                    }
                } catch (AmqpException killed) {
                    return;
                }
            });
            await().atMost(PATIENCE).until(() -> confirmed.get() > 100);

            rabbit.kill();
            sender.join(PATIENCE);
            assertThat(sender.isAlive()).isFalse();
            assertThatThrownBy(() -> tickets.send(TicketClass.BATCH)).isInstanceOf(AmqpException.class);
            assertThatThrownBy(() -> tickets.take(TicketClass.BATCH, () -> Optional.of(1)))
                    .isInstanceOf(AmqpException.class);

            rabbit.start();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(AmqpException.class)
                    .until(() -> tickets.take(TicketClass.BATCH, () -> Optional.of(1)), Optional::isPresent);
            int taken = 1;
            while (tickets.take(TicketClass.BATCH, () -> Optional.of(1)).isPresent()) {
                taken++;
            }
            // Those of the last call may be there or not: they were not confirmed.
            assertThat(taken).isBetween(confirmed.get(), confirmed.get() + 3);
        }
    }
}
