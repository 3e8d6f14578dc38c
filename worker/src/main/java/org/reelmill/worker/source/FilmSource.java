package org.reelmill.worker.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A source with its link in clear, which never leaves the worker's memory.
///
/// @param link `null` where the film was uploaded
/// @param uploadedBytes size of an uploaded film
record FilmSource(String id, @Nullable URI link, @Nullable Long uploadedBytes) {

    /// Without the link: it is a secret.
    @Override
    public String toString() {
        return "source " + id;
    }
}
