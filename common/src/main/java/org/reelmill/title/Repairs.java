package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;

/// The objects that were found damaged, and what became of them.
public final class Repairs {

    private static final int BATCH = 500;

    private final MongoOperations mongo;

    public Repairs(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// Notes what was found; the same finding of the same run only once.
    public void add(Repair repair) {
        mongo.save(repair);
    }

    /// What a run has found, in order of the keys.
    public List<Repair> ofRun(long run) {
        return sorted(mongo.find(query(where("run").is(run)).cursorBatchSize(BATCH), Repair.class));
    }

    /// The latest findings on a title, newest first.
    public List<Repair> ofTitle(String title, int most) {
        return mongo.find(
                query(where("title").is(title))
                        .with(Sort.by(Sort.Order.desc("foundAt"), Sort.Order.asc("_id")))
                        .limit(most),
                Repair.class);
    }

    /// Ends the open repairs of some objects, whichever run found them.
    public void end(String publication, Collection<String> keys, Repair.State state, @Nullable String note) {
        mongo.updateMulti(
                query(where("publication")
                        .is(publication)
                        .and("state")
                        .is(Repair.State.OPEN)
                        .and("key")
                        .in(keys)),
                new Update().set("state", state).set("note", note).set("endedAt", Instant.now()),
                Repair.class);
    }

    /// Ends all open repairs of a publication.
    public void endAll(String publication, Repair.State state, String note) {
        mongo.updateMulti(
                query(where("publication").is(publication).and("state").is(Repair.State.OPEN)),
                new Update().set("state", state).set("note", note).set("endedAt", Instant.now()),
                Repair.class);
    }

    public void clear(long run) {
        mongo.remove(query(where("run").is(run)), Repair.class);
    }

    /// Forgets what was found so long ago.
    public void forgetBefore(Instant time) {
        mongo.remove(query(where("foundAt").lt(time)), Repair.class);
    }

    private static List<Repair> sorted(List<Repair> repairs) {
        return repairs.stream()
                .sorted(java.util.Comparator.comparing(Repair::key))
                .toList();
    }
}
