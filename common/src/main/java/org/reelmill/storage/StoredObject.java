package org.reelmill.storage;

import java.time.Instant;

/// An object as it lies in the store.
///
/// @param etag strong, with its quotes
public record StoredObject(String key, long bytes, String etag, Instant lastModified) {}
