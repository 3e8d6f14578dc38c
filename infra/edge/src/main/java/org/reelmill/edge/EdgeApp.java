package org.reelmill.edge;

import java.time.InstantSource;
import org.reelmill.Parts;
import org.reelmill.health.ProcessDefaults;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.storage.ObjectStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the edge, in a process of its own or, imported, beside other apps. Needs an [ObjectStore] and the
/// directory of keys.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EdgeProperties.class, Parts.KeyProperties.class})
public class EdgeApp {

    @Bean
    DenialsPoll denialsPoll(EdgeProperties properties, Parts.KeyProperties keys) {
        return new DenialsPoll(properties, EdgeKey.inDirectory(keys.directory()));
    }

    @Bean
    EdgeServer edgeServer(
            EdgeProperties properties, Parts.KeyProperties keys, ObjectStore origin, DenialsPoll denials) {
        var verifier = new PlayTokenVerifier(PlayKeys.inDirectory(keys.directory()));
        return new EdgeServer(properties, verifier, origin, denials, InstantSource.system()).start();
    }

    @Bean
    EdgeMeter edgeMeter(EdgeServer server, DenialsPoll denials) {
        return new EdgeMeter(server, denials);
    }

    @Bean
    HealthIndicator denialsHealthIndicator(DenialsPoll denials) {
        return () -> denials.isTold()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "Serving did not tell yet what is denied. Check reelmill.edge.denials.")
                        .build();
    }

    /// Runs the edge until it is told to stop.
    public static void main(String[] args) {
        alone().run(args);
    }

    /// The edge as a process of its own, to be started. What it has in its cache it serves without its
    /// origin, so that does not make it unready.
    public static SpringApplicationBuilder alone() {
        return new SpringApplicationBuilder(EdgeAlone.class)
                .properties(ProcessDefaults.silent(8091, "readinessState,denials"))
                .properties("spring.application.name=edge");
    }
}
