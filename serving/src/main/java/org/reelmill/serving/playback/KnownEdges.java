package org.reelmill.serving.playback;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;
import org.springframework.stereotype.Component;

/// The edges that have asked what is denied, and which keys each said it has.
@Component
final class KnownEdges {

    private final MongoOperations mongo;

    KnownEdges(MongoOperations mongo) {
        this.mongo = mongo;
    }

    void note(String name, List<String> keys) {
        mongo.save(new Edge(name, keys, Instant.now()));
    }

    List<Edge> all() {
        return mongo.find(query(where("_id").exists(true)).cursorBatchSize(500), Edge.class);
    }

    /// Those that are no more; one that still asks is known again at once.
    void forget(Collection<String> names) {
        mongo.remove(query(where("_id").in(names)), Edge.class);
    }

    /// @param id its name
    /// @param keys ids of the keys that it verifies with
    @Document("edges")
    record Edge(@Id String id, List<String> keys, Instant seenAt) {

        Edge {
            keys = List.copyOf(keys);
        }

        /// Whether it has not asked for so long that it may be down.
        boolean isSilent(Duration allowed) {
            return seenAt.plus(allowed).isBefore(Instant.now());
        }
    }
}
