package org.reelmill.serving.playback;

import org.reelmill.Parts;
import org.reelmill.signing.PlayTokenSigner;
import org.reelmill.title.Seal;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

/// Wires what grants are signed with.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlaybackProperties.class)
class PlaybackParts {

    /// Sealed with the key file that seals the links of sources, which every process has.
    @Bean
    PlayKeyRing playKeyRing(MongoOperations mongo, Parts.KeyProperties keys) {
        var seal = Seal.withKeyFile(keys.directory().resolve("source-links.key"));
        return new PlayKeyRing(mongo, seal, keys.directory());
    }

    @Bean
    PlayTokenSigner playTokenSigner(PlayKeyRing ring) {
        return new PlayTokenSigner(ring::signing);
    }
}
