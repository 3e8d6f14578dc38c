package org.reelmill.serving.request;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// A wish for a film, shared by all who have it.
///
/// @param movie id of the title, once one is known
/// @param query the words that it was asked for with, where it was not asked for by id
/// @param openFor what it is the one open request for: a title or words; absent once it is closed
/// @param subscribers ids of the callers who wait for it
@Document("requests")
public record Request(
        @Id String id,
        @Nullable String movie,
        @Nullable String query,
        RequestState state,
        @Nullable String openFor,
        List<String> subscribers,
        Instant createdAt,
        @Nullable Instant endedAt) {

    public Request {
        subscribers = List.copyOf(subscribers);
    }
}
