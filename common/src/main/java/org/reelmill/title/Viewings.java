package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;
import org.springframework.data.mongodb.core.query.Update;

/// When each title was watched last, to within an hour: what is watched by thousands is written down once.
/// Thread-safe.
public final class Viewings {

    private static final Duration EXACT_TO = Duration.ofHours(1);
    private static final int KEPT = 10_000;

    private final MongoOperations mongo;
    private final Map<String, Instant> noted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > KEPT;
        }
    };

    public Viewings(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// Notes that somebody begins to watch a title.
    public void note(String title, Instant now) {
        synchronized (noted) {
            Instant last = noted.get(title);
            if (last != null && last.plus(EXACT_TO).isAfter(now)) {
                return;
            }
            noted.remove(title);
            noted.put(title, now);
        }
        mongo.upsert(query(where("_id").is(title)), new Update().set("at", now), Viewing.class);
    }

    /// When each title was watched last, by title; those that never were are not in it.
    public Map<String, Instant> last() {
        return mongo.find(query(where("_id").exists(true)).cursorBatchSize(500), Viewing.class).stream()
                .collect(Collectors.toUnmodifiableMap(Viewing::id, Viewing::at));
    }

    @Document("viewings")
    record Viewing(@Id String id, Instant at) {}
}
