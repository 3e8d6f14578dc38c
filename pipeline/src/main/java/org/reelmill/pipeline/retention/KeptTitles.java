package org.reelmill.pipeline.retention;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoOperations;

/// The titles that an operator wants to be kept, however cold they are.
public final class KeptTitles {

    private static final String COLLECTION = "keptTitles";

    private final MongoOperations mongo;

    KeptTitles(MongoOperations mongo) {
        this.mongo = mongo;
    }

    public void keep(String title) {
        mongo.save(new Document("_id", title), COLLECTION);
    }

    public void release(String title) {
        mongo.remove(query(where("_id").is(title)), COLLECTION);
    }

    public boolean isKept(String title) {
        return mongo.exists(query(where("_id").is(title)), COLLECTION);
    }

    Set<String> all() {
        return mongo.find(query(where("_id").exists(true)).cursorBatchSize(500), Document.class, COLLECTION).stream()
                .map(kept -> kept.getString("_id"))
                .collect(Collectors.toUnmodifiableSet());
    }
}
