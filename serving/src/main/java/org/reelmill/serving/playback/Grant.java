package org.reelmill.serving.playback;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Permission to watch a film.
///
/// @param playlistUrl signed; gives it and all that it names to whoever has it, until it expires
/// @param session to send heartbeats for, and to end
/// @param heartbeatSeconds how often
/// @param storyboardUrl signed likewise; WebVTT that names pictures for scrubbing, where the film has them
/// @param chaptersUrl signed likewise; WebVTT with the film's chapters, where it has them
record Grant(
        URI playlistUrl,
        @Nullable URI storyboardUrl,
        @Nullable URI chaptersUrl,
        Instant expiresAt,
        String session,
        long heartbeatSeconds) {

    /// Without the address, which carries the token, and without the session.
    @Override
    public String toString() {
        return "Grant[expiresAt=" + expiresAt + "]";
    }
}
