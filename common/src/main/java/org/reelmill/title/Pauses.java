package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;

/// What operators have paused: single ingests, or the batch with all that joins it later. Every claim of a
/// task looks here first.
///
/// A pause is a document of its own, neither a state of the ingest nor a mark on its tasks. So there is one
/// truth, written by one write, and a kill at any point leaves nothing half paused; an ingest keeps the state
/// that it is in, so that a film that is PLAYABLE plays on as far as it is encoded, and goes on from there;
/// and tasks that become READY meanwhile need no second look.
public final class Pauses {

    /// The id of the pause of everything that nobody waits for.
    public static final String BATCH = "batch";

    private final MongoOperations mongo;

    public Pauses(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// Pauses an ingest, or the [#BATCH]. Those of its tasks that go on where they stopped, whoever has them
    /// next, are taken back from their owners, who learn it at the next beat; the others are finished.
    ///
    /// @return false if it was paused before
    public boolean add(String id) {
        boolean isNew = insert(id);
        mongo.updateMulti(
                query(where("ingest")
                        .in(id.equals(BATCH) ? ofBatch() : List.of(id))
                        .and("kind")
                        .in(TaskKind.FILL, TaskKind.AUDIO)
                        .and("state")
                        .is(TaskState.LEASED)),
                new Update().set("state", TaskState.READY).set("progress", 0.0),
                Task.class);
        return isNew;
    }

    /// Ends a pause.
    ///
    /// @return false if there was none
    public boolean remove(String id) {
        return mongo.remove(query(where("_id").is(id)), Pause.class).getDeletedCount() == 1;
    }

    public List<Pause> all() {
        return mongo.find(query(where("_id").exists(true)).cursorBatchSize(500), Pause.class);
    }

    /// The pause that holds an ingest: its own, or that of its class.
    public Optional<Pause> of(Ingest ingest) {
        List<Pause> all = ingest.state().isActive() ? all() : List.of();
        return all.stream()
                .filter(pause -> pause.id().equals(ingest.id()) || pause.id().equals(ingest.ticketClass()))
                .findFirst();
    }

    /// The ingests of which no task may be begun now. Cheap while the batch is not paused.
    public Set<String> ingests() {
        var held = new TreeSet<String>();
        all().forEach(pause -> held.add(pause.id()));
        if (held.remove(BATCH)) {
            held.addAll(ofBatch());
        }
        return held;
    }

    private boolean insert(String id) {
        try {
            mongo.insert(new Pause(id, Instant.now()));
            return true;
        } catch (DuplicateKeyException pausedBefore) {
            return false;
        }
    }

    /// Those that are under way, or queued, and that nobody waits for.
    private List<String> ofBatch() {
        var active =
                Stream.of(IngestState.values()).filter(IngestState::isActive).toList();
        return mongo
                .find(
                        query(where("ticketClass").is(BATCH).and("state").in(active))
                                .cursorBatchSize(500),
                        Ingest.class)
                .stream()
                .map(Ingest::id)
                .toList();
    }
}
