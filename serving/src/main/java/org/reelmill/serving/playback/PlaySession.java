package org.reelmill.serving.playback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// One viewing of a film by one player.
///
/// @param title that is watched
/// @param publication that the grant is for
/// @param viewer id of the caller who got the grant
/// @param expiresAt when its play token expires
/// @param heartbeats how often the player has said that it still plays
/// @param endedAt when it was ended; its token is denied since
/// @param denied why an operator ended it; null if nobody did
@Document("playSessions")
record PlaySession(
        @Id String id,
        String title,
        String publication,
        String viewer,
        Instant startedAt,
        Instant expiresAt,
        long heartbeats,
        @Nullable Instant lastHeartbeat,
        @Nullable Instant endedAt,
        @Nullable String denied) {}
