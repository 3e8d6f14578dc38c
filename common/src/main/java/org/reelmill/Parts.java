package org.reelmill;

import java.nio.file.Path;
import org.bson.Document;
import org.reelmill.health.PartWatch;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.OutboundProperties;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.QueueProperties;
import org.reelmill.queue.TicketQueue;
import org.reelmill.signing.DenialList;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pauses;
import org.reelmill.title.Publications;
import org.reelmill.title.Repairs;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.reelmill.title.Viewings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.json.JsonMapper;

/// Wires the parts that every app uses: the stores of titles and tasks, the queue, the bucket. Each app
/// imports it once.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    QueueProperties.class,
    StorageProperties.class,
    OutboundProperties.class,
    Parts.KeyProperties.class
})
public class Parts {

    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    @Bean
    Titles titles(MongoOperations mongo) {
        return new Titles(mongo);
    }

    @Bean
    Sources sources(MongoOperations mongo) {
        return new Sources(mongo);
    }

    @Bean
    Ingests ingests(MongoOperations mongo) {
        return new Ingests(mongo);
    }

    @Bean
    Tasks tasks(MongoOperations mongo) {
        return new Tasks(mongo);
    }

    @Bean
    Pauses pauses(MongoOperations mongo) {
        return new Pauses(mongo);
    }

    @Bean
    Publications publications(MongoOperations mongo) {
        return new Publications(mongo);
    }

    @Bean
    Repairs repairs(MongoOperations mongo) {
        return new Repairs(mongo);
    }

    @Bean
    Viewings viewings(MongoOperations mongo) {
        return new Viewings(mongo);
    }

    @Bean
    DenialList denialList(MongoOperations mongo) {
        return new DenialList(mongo);
    }

    @Bean
    SourceLinks sourceLinks(KeyProperties keys) {
        return SourceLinks.withKeyFile(keys.directory().resolve("source-links.key"));
    }

    @Bean
    TicketQueue ticketQueue(ConnectionFactory connections, QueueProperties properties, JsonMapper json) {
        var rabbit = new RabbitTemplate(connections);
        rabbit.setMandatory(true); // With confirms, so that a ticket to a queue that is not there is noticed.
        var queue = new TicketQueue(rabbit, properties, json);
        var admin = new RabbitAdmin(connections);
        // At each new connection: a broker that comes later, or comes back empty, needs the queues as well.
        connections.addConnectionListener(connection -> queue.declare(admin));
        return queue;
    }

    @Bean
    IngestStarter ingestStarter(Titles titles, Ingests ingests, Tasks tasks, TicketQueue tickets) {
        return new IngestStarter(titles, ingests, tasks, tickets);
    }

    @Bean
    ObjectStore objectStore(StorageProperties properties) {
        var store = new ObjectStore(properties);
        try {
            store.createBucket();
        } catch (RuntimeException away) {
            // Whoever cannot do without it waits for it before, and the watch says so.
            log.warn("The bucket could not be looked for: {}", PartWatch.reason(away));
        }
        return store;
    }

    @Bean
    PartWatch documentStoreHealthIndicator(MongoOperations mongo) {
        var part = new PartWatch.Part("document-store", "The document store", "spring.mongodb.uri");
        return new PartWatch(part, () -> mongo.executeCommand(new Document("ping", 1)));
    }

    @Bean
    PartWatch brokerHealthIndicator(TicketQueue tickets) {
        var part = new PartWatch.Part("broker", "The broker", "spring.rabbitmq.*");
        return new PartWatch(part, tickets::deadLetters);
    }

    @Bean
    PartWatch objectStoreHealthIndicator(ObjectStore store) {
        var part = new PartWatch.Part("object-store", "The object store", "reelmill.storage.*");
        return new PartWatch(part, store::reach);
    }

    @Bean
    OutboundHttp outboundHttp(OutboundProperties properties) {
        return new OutboundHttp(properties);
    }

    /// Where the secrets are that must not lie in the document store.
    ///
    /// @param directory of key files, readable by their owner only: `source-links.key`, `operator.key`,
    ///     `play-keys.json`, `edge.key`
    @ConfigurationProperties("reelmill.keys")
    public record KeyProperties(@DefaultValue("keys") Path directory) {}
}
