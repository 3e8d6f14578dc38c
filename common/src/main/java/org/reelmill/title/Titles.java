package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/// The catalogue's titles. Every change of state goes through [#move].
public final class Titles {

    private final MongoOperations mongo;

    public Titles(MongoOperations mongo) {
        this.mongo = mongo;
        mongo.indexOps(Title.class).createIndex(new Index("key", Sort.Direction.ASC).unique());
    }

    public Optional<Title> find(String id) {
        return Optional.ofNullable(mongo.findById(id, Title.class));
    }

    /// The title that a catalogue source calls by this key.
    public Optional<Title> findByKey(String key) {
        return Optional.ofNullable(mongo.findOne(query(where("key").is(key)), Title.class));
    }

    public List<Title> inState(TitleState state) {
        return mongo.find(query(where("state").is(state)).cursorBatchSize(500), Title.class);
    }

    public List<Title> all() {
        return mongo.find(query(where("_id").exists(true)).cursorBatchSize(500), Title.class);
    }

    /// Those that have a publication which plays, or will again.
    public List<Title> published() {
        return mongo.find(query(where("publication").ne(null)).cursorBatchSize(500), Title.class);
    }

    /// Stores a new title, or a changed one.
    ///
    /// @throws org.springframework.dao.OptimisticLockingFailureException if somebody else changed it
    ///     meanwhile
    /// @throws org.springframework.dao.DuplicateKeyException if another title has the same key
    public Title save(Title title) {
        return mongo.save(title);
    }

    /// Moves a title to another state where the table of states allows it.
    ///
    /// @return the title after the move; empty if it does not exist or its present state does not allow the
    ///     move
    public Optional<Title> move(String id, TitleState to, Update also) {
        var from = List.of(TitleState.values()).stream()
                .filter(state -> state.mayBecome(to))
                .toList();
        return Optional.ofNullable(mongo.findAndModify(
                query(where("_id").is(id).and("state").in(from)),
                also.set("state", to).inc("version", 1),
                FindAndModifyOptions.options().returnNew(true),
                Title.class));
    }

    /// Names the ingest that is under way.
    public void setIngest(String id, String ingest) {
        mongo.updateFirst(
                query(where("_id").is(id)), new Update().set("ingest", ingest).inc("version", 1), Title.class);
    }

    /// Makes an AVAILABLE title EVICTED, if it still plays this publication. From then on no grant is given.
    public Optional<Title> evict(String id, String publication) {
        return Optional.ofNullable(mongo.findAndModify(
                query(where("_id")
                        .is(id)
                        .and("state")
                        .is(TitleState.AVAILABLE)
                        .and("publication.id")
                        .is(publication)),
                new Update()
                        .set("state", TitleState.EVICTED)
                        .unset("publication")
                        .inc("version", 1),
                FindAndModifyOptions.options().returnNew(true),
                Title.class));
    }

    /// Takes from a title that is TAKEN_DOWN what it could be played by.
    public void strip(String id) {
        mongo.updateFirst(
                query(where("_id").is(id).and("state").is(TitleState.TAKEN_DOWN)),
                new Update().unset("ingest").unset("publication").inc("version", 1),
                Title.class);
    }

    /// Gives a WANTED title back whose ingest came to nothing: AVAILABLE where an earlier publication plays,
    /// which that one was to replace, else DISCOVERED.
    public void release(String id) {
        for (TitleState state : List.of(TitleState.AVAILABLE, TitleState.DISCOVERED)) {
            Criteria wanted = where("_id").is(id).and("state").is(TitleState.WANTED);
            Criteria published = state == TitleState.AVAILABLE
                    ? wanted.and("publication").ne(null)
                    : wanted.and("publication").is(null);
            mongo.updateFirst(query(published), new Update().set("state", state).inc("version", 1), Title.class);
        }
    }

    /// Makes a title AVAILABLE with its publication, unless it was taken down meanwhile.
    public Optional<Title> publish(String id, Publication publication) {
        // Not by the table of states alone: it lets an operator bring back what was taken down.
        return Optional.ofNullable(mongo.findAndModify(
                query(where("_id").is(id).and("state").is(TitleState.WANTED)),
                new Update()
                        .set("state", TitleState.AVAILABLE)
                        .set("publication", publication)
                        .inc("version", 1),
                FindAndModifyOptions.options().returnNew(true),
                Title.class));
    }
}
