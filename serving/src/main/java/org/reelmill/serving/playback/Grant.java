package org.reelmill.serving.playback;

import java.net.URI;
import java.time.Instant;

/// Permission to watch a film.
///
/// @param playlistUrl signed; gives it and all that it names to whoever has it, until it expires
/// @param session to send heartbeats for, and to end
/// @param heartbeatSeconds how often
record Grant(URI playlistUrl, Instant expiresAt, String session, long heartbeatSeconds) {

    /// Without the address, which carries the token, and without the session.
    @Override
    public String toString() {
        return "Grant[expiresAt=" + expiresAt + "]";
    }
}
