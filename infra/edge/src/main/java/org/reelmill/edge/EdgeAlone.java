package org.reelmill.edge;

import org.reelmill.health.PartWatch;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The edge in a process of its own: no document store, no broker, no other web server.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
            "org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration",
            "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration"
        })
@EnableConfigurationProperties(StorageProperties.class)
@Import(EdgeApp.class)
class EdgeAlone {

    @Bean
    ObjectStore objectStore(StorageProperties properties) {
        return new ObjectStore(properties);
    }

    @Bean
    PartWatch objectStoreHealthIndicator(ObjectStore store) {
        var part = new PartWatch.Part("object-store", "The object store", "reelmill.storage.*");
        return new PartWatch(part, store::reach);
    }
}
