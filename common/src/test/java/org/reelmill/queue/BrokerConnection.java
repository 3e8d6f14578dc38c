package org.reelmill.queue;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.reelmill.testing.parts.Part;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/// A broker of a test and the connections to it, as the apps have them.
record BrokerConnection(Part broker, CachingConnectionFactory connections, RabbitTemplate rabbit)
        implements AutoCloseable {

    static BrokerConnection to(Part broker) {
        var connections = new CachingConnectionFactory(broker.location().uri());
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        var rabbit = new RabbitTemplate(connections);
        rabbit.setMandatory(true);
        return new BrokerConnection(broker, connections, rabbit);
    }

    TicketQueue tickets(Duration confirmTimeout) {
        String dialect = Objects.requireNonNull(broker.location().properties().get("reelmill.queue.dialect"));
        var properties = new QueueProperties(BrokerDialect.valueOf(dialect.toUpperCase(Locale.ROOT)), confirmTimeout);
        return new TicketQueue(rabbit, properties, new JsonMapper());
    }

    void emptyQueues(TicketQueue tickets) {
        var admin = new RabbitAdmin(connections);
        tickets.declare(admin);
        for (TicketClass ticketClass : TicketClass.values()) {
            admin.purgeQueue(ticketClass.queue());
        }
        admin.purgeQueue(TicketQueue.DEAD_LETTERS);
    }

    @Override
    public void close() {
        connections.destroy();
        broker.close();
    }
}
