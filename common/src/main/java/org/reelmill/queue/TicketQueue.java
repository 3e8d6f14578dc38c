package org.reelmill.queue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Sends tickets with publisher confirms and takes them one at a time. A ticket is acknowledged as soon as
/// its task is claimed, so none outlives a
/// broker's patience. Thread-safe.
public final class TicketQueue {

    /// Where tickets of an unknown version and garbage go, with the reason in the header `x-reelmill-reason`.
    public static final String DEAD_LETTERS = "reelmill.dead-letters";

    private static final Logger log = LoggerFactory.getLogger(TicketQueue.class);

    private final RabbitTemplate rabbit;
    private final QueueProperties properties;
    private final JsonMapper json;

    public TicketQueue(RabbitTemplate rabbit, QueueProperties properties, JsonMapper json) {
        this.rabbit = rabbit;
        this.properties = properties;
        this.json = json;
    }

    /// Declares all queues; does nothing where they are.
    public void declare(RabbitAdmin admin) {
        var arguments = properties.dialect().queueArguments();
        admin.declareQueue(new Queue(DEAD_LETTERS, true, false, false, arguments));
        for (TicketClass ticketClass : TicketClass.values()) {
            admin.declareQueue(new Queue(ticketClass.queue(), true, false, false, arguments));
        }
    }

    /// Sends one ticket and waits until the broker has it on disk.
    ///
    /// @throws AmqpException if the broker does not confirm it in time; the task stays READY and reconcile
    ///     sends its ticket later
    public void send(TicketClass ticketClass) {
        send(ticketClass, 1);
    }

    /// Sends so many tickets and then waits until the broker has all of them on disk.
    ///
    /// @throws AmqpException if the broker does not confirm each in time
    public void send(TicketClass ticketClass, int count) {
        byte[] ticket = json.writeValueAsBytes(Ticket.of(ticketClass));
        var sent = new ArrayList<CorrelationData>();
        for (int i = 0; i < count; i++) {
            sent.add(publish(ticketClass.queue(), ticket, Map.of()));
        }
        sent.forEach(correlation -> awaitConfirm(correlation, ticketClass.queue()));
    }

    /// Tickets that wait in a queue.
    public long waiting(TicketClass ticketClass) {
        return count(ticketClass.queue());
    }

    public long deadLetters() {
        return count(DEAD_LETTERS);
    }

    /// Takes one ticket of a class, if there is one, and hands it to a claim. The ticket is acknowledged
    /// after the claim has returned, whatever it found: a ticket without a task is dropped. If the claim
    /// throws, the ticket goes back.
    ///
    /// @return what the claim made of it; empty if there was no ticket or nothing to claim
    public <T> Optional<T> take(TicketClass ticketClass, Claim<T> claim) {
        Optional<T> claimed = rabbit.execute(channel -> {
            GetResponse message = channel.basicGet(ticketClass.queue(), false);
            return message == null ? Optional.<T>empty() : take(channel, message, claim);
        });
        return claimed == null ? Optional.empty() : claimed;
    }

    private <T> Optional<T> take(Channel channel, GetResponse message, Claim<T> claim) throws IOException {
        long tag = message.getEnvelope().getDeliveryTag();
        Optional<String> fault = fault(message.getBody());
        if (fault.isPresent()) {
            log.warn("Moved a message that is no ticket to {}: {}", DEAD_LETTERS, fault.get());
            var moved = publish(DEAD_LETTERS, message.getBody(), Map.of("x-reelmill-reason", fault.get()));
            awaitConfirm(moved, DEAD_LETTERS);
            channel.basicAck(tag, false);
            return Optional.empty();
        }
        try {
            Optional<T> claimed = claim.claim();
            channel.basicAck(tag, false);
            return claimed;
        } catch (RuntimeException claimFailed) {
            channel.basicNack(tag, false, true);
            throw claimFailed;
        }
    }

    private Optional<String> fault(byte[] body) {
        try {
            @Nullable Ticket ticket = json.readValue(body, Ticket.class);
            if (ticket == null) { // The JSON literal; it would come back to each worker for ever.
                return Optional.of("not a ticket: null");
            }
            return ticket.version() == Ticket.VERSION
                    ? Optional.empty()
                    : Optional.of("ticket version " + ticket.version() + " where " + Ticket.VERSION + " is known");
        } catch (JacksonException e) {
            return Optional.of("not a ticket: " + e.getClass().getSimpleName());
        }
    }

    private CorrelationData publish(String queue, byte[] body, Map<String, Object> headers) {
        Message message = MessageBuilder.withBody(body)
                .setContentType("application/json")
                .setContentEncoding(StandardCharsets.UTF_8.name())
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .copyHeaders(headers)
                .build();
        var correlation = new CorrelationData();
        rabbit.send("", queue, message, correlation);
        return correlation;
    }

    private void awaitConfirm(CorrelationData correlation, String queue) {
        try {
            var confirm =
                    correlation.getFuture().get(properties.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!confirm.ack() || correlation.getReturned() != null) {
                throw new AmqpException("The broker did not take a message for queue " + queue + ".");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted while the broker confirmed a message for " + queue + ".", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AmqpException("The broker did not confirm a message for queue " + queue + " in time.", e);
        }
    }

    private long count(String queue) {
        Long count = rabbit.execute(channel -> channel.messageCount(queue));
        return count == null ? 0 : count;
    }

    /// Claims a task for a ticket.
    @FunctionalInterface
    public interface Claim<T> {
        Optional<T> claim();
    }
}
