package org.reelmill.serving.playback;

import java.time.Instant;
import org.reelmill.signing.DenialList;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Forgets sessions and denials whose tokens have expired, since not every store does so by itself.
@Component
class PlaybackSweep {

    private final PlaySessions sessions;
    private final DenialList denials;

    PlaybackSweep(PlaySessions sessions, DenialList denials) {
        this.sessions = sessions;
        this.denials = denials;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void sweep() {
        Instant now = Instant.now();
        sessions.removeExpired(now);
        denials.removeExpired(now);
    }
}
