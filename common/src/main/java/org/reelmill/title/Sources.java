package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Optional;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;

/// Where the films of titles can be had from.
public final class Sources {

    private final MongoOperations mongo;

    public Sources(MongoOperations mongo) {
        this.mongo = mongo;
    }

    public Optional<Source> find(String id) {
        return Optional.ofNullable(mongo.findById(id, Source.class));
    }

    public Source save(Source source) {
        return mongo.save(source);
    }

    /// Changes fields of one source.
    public void update(String id, Update update) {
        mongo.updateFirst(query(where("_id").is(id)), update, Source.class);
    }
}
