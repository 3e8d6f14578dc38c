package org.reelmill.title;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.mongodb.core.mapping.Document;

/// One attempt to turn a title's source into a publication. The publication has the same id.
///
/// @param id the title's id, a hyphen and a number: the store's unique key lets exactly one of many starters
///     win
/// @param ticketClass the queue that its tasks go to: `interactive` where somebody waits, else `batch`
/// @param priority higher goes first within the class
/// @param encoder fingerprint of the encoder build that all its chunks must be made with, once opened
/// @param copying which rung is copied of the source and not encoded, or why none is, as a sentence; once
///     opened
/// @param failure why it is REJECTED or FAILED
@Document("ingests")
public record Ingest(
        @Id String id,
        String title,
        String source,
        IngestState state,
        String ticketClass,
        int priority,
        @Nullable String encoder,
        @Nullable String copying,
        @Nullable Failure failure,
        Instant queuedAt,
        @Nullable Instant openedAt,
        @Nullable Instant playableAt,
        @Nullable Instant endedAt,
        @Version @Nullable Long version) {

    /// The prefix of all objects of its publication, with a slash at the end.
    public String prefix() {
        return "titles/" + title + "/" + id + "/";
    }
}
