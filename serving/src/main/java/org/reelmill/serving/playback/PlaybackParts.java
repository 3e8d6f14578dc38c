package org.reelmill.serving.playback;

import org.reelmill.Parts;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayTokenSigner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what grants are signed with.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlaybackProperties.class)
class PlaybackParts {

    @Bean
    PlayKeys playKeys(Parts.KeyProperties keys) {
        return PlayKeys.inDirectory(keys.directory());
    }

    @Bean
    PlayTokenSigner playTokenSigner(PlayKeys keys) {
        return new PlayTokenSigner(keys);
    }
}
