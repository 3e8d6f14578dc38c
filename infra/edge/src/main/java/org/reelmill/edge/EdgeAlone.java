package org.reelmill.edge;

import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The edge in a process of its own: no document store, no broker, no other web server.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageProperties.class)
@Import(EdgeApp.class)
class EdgeAlone {

    @Bean
    ObjectStore objectStore(StorageProperties properties) {
        return new ObjectStore(properties);
    }
}
