package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/// Which READY task is leased next.
final class Claims {

    private static final Sort BEST_FIRST =
            Sort.by(Sort.Order.desc("priority"), Sort.Order.asc("order"), Sort.Order.asc("_id"));

    private final MongoOperations mongo;
    private final Pauses pauses;

    Claims(MongoOperations mongo) {
        this.mongo = mongo;
        this.pauses = new Pauses(mongo);
    }

    /// Leases the best task by one conditional update.
    Optional<Task> best(String ticketClass, String owner, String encoder) {
        Criteria fitting = where("state")
                .is(TaskState.READY)
                .and("ticketClass")
                .is(ticketClass)
                .and("work." + Task.ENCODER)
                .in(null, encoder);
        Set<String> paused = pauses.ingests();
        if (!paused.isEmpty()) {
            fitting.and("ingest").nin(paused);
        }
        return Optional.ofNullable(mongo.findAndModify(
                query(fitting).with(BEST_FIRST),
                new Update()
                        .set("state", TaskState.LEASED)
                        .set("owner", owner)
                        .set("progress", 0.0)
                        .inc("attempt", 1)
                        .inc("beat", 1),
                FindAndModifyOptions.options().returnNew(true),
                Task.class));
    }
}
