package org.reelmill.serving.playback;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.List;
import org.reelmill.signing.Denial;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;
import org.springframework.stereotype.Component;

/// What may no longer be played although tokens for it are out, as the edges poll it.
@Component
final class DenialList {

    private final MongoOperations mongo;

    DenialList(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// Denies something; again does no harm.
    void add(Denial denial) {
        String id = denial.kind() + ":" + denial.value();
        mongo.save(new Entry(id, denial.kind(), denial.value(), denial.expiresAt()));
    }

    /// Those that still matter.
    List<Denial> inForce(Instant now) {
        return mongo.find(query(where("expiresAt").gt(now)).cursorBatchSize(500), Entry.class).stream()
                .map(entry -> new Denial(entry.kind, entry.value, entry.expiresAt))
                .toList();
    }

    /// Forgets those that no token can be about any more.
    void removeExpired(Instant now) {
        mongo.remove(query(where("expiresAt").lte(now)), Entry.class);
    }

    @Document("denials")
    private record Entry(@Id String id, Denial.Kind kind, String value, Instant expiresAt) {}
}
