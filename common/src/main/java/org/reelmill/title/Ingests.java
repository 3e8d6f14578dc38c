package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;

/// The ingests. Every change of state goes through [#move], so that of many who try one wins.
public final class Ingests {

    private final MongoOperations mongo;

    public Ingests(MongoOperations mongo) {
        this.mongo = mongo;
    }

    public Optional<Ingest> find(String id) {
        return Optional.ofNullable(mongo.findById(id, Ingest.class));
    }

    /// Stores a new ingest.
    ///
    /// @return false if one with the same id is there already
    public boolean add(Ingest ingest) {
        try {
            mongo.insert(ingest);
            return true;
        } catch (DuplicateKeyException alreadyThere) {
            return false;
        }
    }

    public List<Ingest> inStates(IngestState... states) {
        return mongo.find(query(where("state").in((Object[]) states)).cursorBatchSize(500), Ingest.class);
    }

    /// All that go on, or will by themselves.
    public List<Ingest> active() {
        return inStates(
                Stream.of(IngestState.values()).filter(IngestState::isActive).toArray(IngestState[]::new));
    }

    public List<Ingest> ofTitle(String title) {
        return mongo.find(query(where("title").is(title)).cursorBatchSize(500), Ingest.class);
    }

    /// Moves an ingest to another state where the table of states allows it.
    ///
    /// @return the ingest after the move; empty if it does not exist or its present state does not allow the
    ///     move
    public Optional<Ingest> move(String id, IngestState to, Update also) {
        var from = Stream.of(IngestState.values())
                .filter(state -> state.mayBecome(to))
                .toList();
        return Optional.ofNullable(mongo.findAndModify(
                query(where("_id").is(id).and("state").in(from)),
                also.set("state", to).inc("version", 1),
                FindAndModifyOptions.options().returnNew(true),
                Ingest.class));
    }

    /// Ends an ingest without a publication: REJECTED where the source is no good, FAILED where we are at
    /// fault.
    public Optional<Ingest> end(String id, IngestState end, Failure failure) {
        return move(id, end, new Update().set("failure", failure).set("endedAt", Instant.now()));
    }

    /// Puts an ingest into another class, since somebody waits for it now.
    public void reclass(String id, String ticketClass, int priority) {
        mongo.updateFirst(
                query(where("_id").is(id)),
                new Update()
                        .set("ticketClass", ticketClass)
                        .set("priority", priority)
                        .inc("version", 1),
                Ingest.class);
    }
}
