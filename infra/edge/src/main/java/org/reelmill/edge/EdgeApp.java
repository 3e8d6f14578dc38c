package org.reelmill.edge;

import java.time.InstantSource;
import org.reelmill.Parts;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.storage.ObjectStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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

    /// Runs the edge until it is told to stop.
    public static void main(String[] args) {
        var app = new SpringApplication(EdgeAlone.class);
        app.setWebApplicationType(WebApplicationType.NONE);
        app.setKeepAlive(true);
        app.run(args);
    }
}
