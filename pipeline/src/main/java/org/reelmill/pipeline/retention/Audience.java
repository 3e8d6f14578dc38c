package org.reelmill.pipeline.retention;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;

/// Who watches what now, by the play sessions that serving keeps.
final class Audience {

    private final MongoOperations mongo;

    Audience(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// Publications that somebody watches: a session began, or its player gave a sign of life, within this
    /// time, and it was not ended.
    Set<String> watched(Duration within) {
        Instant since = Instant.now().minus(within);
        var going = query(where("endedAt").is(null)).cursorBatchSize(500);
        going.fields().include("publication", "startedAt", "lastHeartbeat");
        List<Session> sessions = mongo.find(going, Session.class);
        return sessions.stream()
                .filter(session -> session.lastSeen().isAfter(since))
                .map(Session::publication)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What matters of a play session here.
    @Document("playSessions")
    record Session(
            @Id String id,
            String publication,
            Instant startedAt,
            @Nullable Instant lastHeartbeat) {

        Instant lastSeen() {
            return lastHeartbeat == null ? startedAt : lastHeartbeat;
        }
    }
}
