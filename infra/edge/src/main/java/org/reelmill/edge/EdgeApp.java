package org.reelmill.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import org.reelmill.Parts;
import org.reelmill.health.ProcessDefaults;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.storage.ObjectStore;
import org.springframework.beans.factory.annotation.Qualifier;
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

    /// The edge's own copy of the keys. One that never ran begins with a file of the directory of keys, where
    /// there is one, else with keys that nobody signs with, until serving answers.
    @Bean
    PlayKeys edgePlayKeys(EdgeProperties properties, Parts.KeyProperties keys) throws IOException {
        var own = properties.cache().resolve(PlayKeys.FILE);
        var seed = keys.directory().resolve(PlayKeys.FILE);
        if (!Files.exists(own) && Files.exists(seed)) {
            Files.createDirectories(properties.cache());
            Files.copy(seed, own, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return PlayKeys.inDirectory(properties.cache());
    }

    @Bean
    KnownDenials knownDenials(EdgeProperties properties) {
        return new KnownDenials(properties.cache());
    }

    @Bean
    ServingPoll servingPoll(
            EdgeProperties properties,
            Parts.KeyProperties keys,
            @Qualifier("edgePlayKeys") PlayKeys playKeys,
            KnownDenials denials) {
        return new ServingPoll(properties, EdgeKey.inDirectory(keys.directory()), playKeys, denials);
    }

    @Bean
    EdgeServer edgeServer(
            EdgeProperties properties,
            @Qualifier("edgePlayKeys") PlayKeys playKeys,
            ObjectStore origin,
            KnownDenials denials) {
        var verifier = new PlayTokenVerifier(playKeys);
        return new EdgeServer(properties, verifier, origin, denials, InstantSource.system()).start();
    }

    @Bean
    EdgeMeter edgeMeter(EdgeServer server, ServingPoll serving) {
        return new EdgeMeter(server, serving);
    }

    @Bean
    HealthIndicator denialsHealthIndicator(ServingPoll serving) {
        return () -> serving.isTold()
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
