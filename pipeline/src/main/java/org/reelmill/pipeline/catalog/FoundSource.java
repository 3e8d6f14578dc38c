package org.reelmill.pipeline.catalog;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A place to have a film from, as its page says; held in memory only.
record FoundSource(
        URI link,
        @Nullable String container,
        @Nullable Integer height,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable String language) {

    static FoundSource of(URI link) {
        return new FoundSource(link, null, null, null, null, null);
    }

    /// Without the link, which must not reach a log.
    @Override
    public String toString() {
        return "a source on " + link.getHost();
    }
}
