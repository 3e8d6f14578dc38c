package org.reelmill.pipeline.takedown;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// On record for ever: that a title was taken down, why, by whom, and whether it was restored.
///
/// @param by who says that it was them
/// @param restoredBy who brought it back; null while it is down
@Document("takedowns")
record Takedown(
        @Id String id,
        String title,
        String reason,
        String by,
        Instant at,
        @Nullable String restoredBy,
        @Nullable Instant restoredAt) {}
