package org.reelmill.title;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// One object that was found to be missing or damaged, and what became of it.
///
/// @param run of the job that found it
/// @param publication that it belongs to
/// @param key of the object
/// @param note what an operator should know, e.g. why it could not be repaired
@Document("repairs")
public record Repair(
        @Id String id,
        long run,
        String title,
        String publication,
        String key,
        Fault fault,
        State state,
        @Nullable String note,
        Instant foundAt,
        @Nullable Instant endedAt) {

    /// What is wrong with an object.
    public enum Fault {
        MISSING,
        /// Its size or its checksum is not the one on record.
        DAMAGED,
        /// The store has it but does not give it.
        UNREADABLE
    }

    /// How far the repair is.
    public enum State {
        /// Only reported, by a dry run.
        FOUND,
        /// A worker is to make it again.
        OPEN,
        /// The same bytes as before lie under the same key.
        REPAIRED,
        /// It cannot be made the same again; another ingest makes the film anew.
        RENEWED,
        /// It can neither be repaired nor made anew.
        FAILED
    }
}
