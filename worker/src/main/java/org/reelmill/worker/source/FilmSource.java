package org.reelmill.worker.source;

import org.jspecify.annotations.Nullable;

/// A source, ready to be read. Its link in clear never leaves the worker's memory.
///
/// @param origin `null` where the film was uploaded
/// @param uploadedBytes size of an uploaded film
record FilmSource(
        String id, @Nullable Origin origin, @Nullable Long uploadedBytes) {}
