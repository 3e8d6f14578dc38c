package org.reelmill.signing;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;

/// What may no longer be played although tokens for it are out, as the edges poll it.
public final class DenialList {

    private final MongoOperations mongo;

    public DenialList(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// Denies something; again does no harm.
    public void add(Denial denial) {
        String id = denial.kind() + ":" + denial.value();
        mongo.save(new Entry(id, denial.kind(), denial.value(), denial.expiresAt()));
    }

    /// Those that still matter.
    public List<Denial> inForce(Instant now) {
        return mongo.find(query(where("expiresAt").gt(now)).cursorBatchSize(500), Entry.class).stream()
                .map(entry -> new Denial(entry.kind, entry.value, entry.expiresAt))
                .toList();
    }

    /// Forgets those that no token can be about any more.
    public void removeExpired(Instant now) {
        mongo.remove(query(where("expiresAt").lte(now)), Entry.class);
    }

    @Document("denials")
    private record Entry(@Id String id, Denial.Kind kind, String value, Instant expiresAt) {}
}
