package org.reelmill.title;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// An operator's word that no task of an ingest, or of the batch, shall be begun.
///
/// @param id the ingest's, or [Pauses#BATCH]
/// @param since when it was said
@Document("pauses")
public record Pause(@Id String id, Instant since) {}
