package org.reelmill.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is said about an object's bytes, as stored or as compressed by the edge.
///
/// @param slot the cache's name for it: its key and its coding
/// @param etag strong, with its quotes
/// @param contentEncoding null as stored
record ObjectHead(
        String slot,
        long bytes,
        String etag,
        String contentType,
        @Nullable String contentEncoding,
        String cacheControl,
        Instant lastModified) {

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[ ,])max-age=(\\d{1,9})(?:$|[ ,])");

    /// How long a copy may be shown; empty means for ever, since the object is never written again (RFC
    /// 8246).
    Optional<Duration> freshFor() {
        if (cacheControl.contains("immutable")) {
            return Optional.empty();
        }
        var maxAge = MAX_AGE.matcher(cacheControl);
        return Optional.of(maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : Duration.ZERO);
    }
}
