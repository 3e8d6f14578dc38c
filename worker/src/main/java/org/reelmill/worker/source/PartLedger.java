package org.reelmill.worker.source;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Optional;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/// Which parts of which sources lie in object storage, and who fetches which: each part is claimed by one
/// conditional write, so none is fetched twice. Thread-safe.
public final class PartLedger {

    private final MongoOperations mongo;
    private final ObjectStore store;

    public PartLedger(MongoOperations mongo, ObjectStore store) {
        this.mongo = mongo;
        this.store = store;
    }

    /// Forgets and deletes all parts of a source.
    public void drop(String source) {
        mongo.remove(query(where("source").is(source)), SourcePart.class);
        mongo.remove(query(where("_id").is(source)), SourceFile.class);
        store.deleteAll(SourceParts.prefix(source));
    }

    Optional<SourceFile> file(String source) {
        return Optional.ofNullable(mongo.findById(source, SourceFile.class));
    }

    /// Remembers what an origin said first.
    ///
    /// @return what stands: this, or what another worker had remembered before
    SourceFile remember(SourceFile file) {
        try {
            mongo.insert(file);
            return file;
        } catch (DuplicateKeyException alreadyThere) {
            return file(file.id()).orElse(file);
        }
    }

    /// Remembers the size, counted while reading.
    void counted(String source, long size) {
        mongo.updateFirst(query(where("_id").is(source)), new Update().set("size", size), SourceFile.class);
    }

    Optional<SourcePart> find(String source, long number) {
        return Optional.ofNullable(mongo.findById(SourcePart.id(source, number), SourcePart.class));
    }

    /// @return false if somebody has the part, or it is done
    boolean claim(String source, long number, String owner) {
        try {
            mongo.insert(new SourcePart(SourcePart.id(source, number), source, number, owner, 0, false, null));
            return true;
        } catch (DuplicateKeyException taken) {
            return false;
        }
    }

    /// Takes a claim from a worker that is dead.
    ///
    /// @return false if it has moved since it was seen
    boolean takeOver(SourcePart seen, String owner) {
        var claim = claim(seen.source(), seen.number(), seen.owner(), false)
                .and("beat")
                .is(seen.beat());
        return mongo.updateFirst(query(claim), new Update().set("owner", owner).inc("beat", 1), SourcePart.class)
                        .getModifiedCount()
                == 1;
    }

    /// @return false if the claim was taken over
    boolean beat(String source, long number, String owner) {
        return mongo.updateFirst(
                                query(claim(source, number, owner, false)),
                                new Update().inc("beat", 1),
                                SourcePart.class)
                        .getModifiedCount()
                == 1;
    }

    /// Ends a claim: the part lies in object storage.
    void done(String source, long number, String owner, String sha256) {
        mongo.updateFirst(
                query(claim(source, number, owner, false)),
                new Update().set("done", true).set("sha256", sha256),
                SourcePart.class);
    }

    /// Notes a part that was read from front to back with all others.
    void stored(String source, long number, String owner, String sha256) {
        mongo.save(new SourcePart(SourcePart.id(source, number), source, number, owner, 0, true, sha256));
    }

    /// Gives a claim up.
    void release(String source, long number, String owner) {
        mongo.remove(query(claim(source, number, owner, false)), SourcePart.class);
    }

    /// Forgets a part whose object is not there.
    void lost(SourcePart part) {
        mongo.remove(query(claim(part.source(), part.number(), part.owner(), true)), SourcePart.class);
    }

    private static Criteria claim(String source, long number, String owner, boolean done) {
        return where("_id")
                .is(SourcePart.id(source, number))
                .and("owner")
                .is(owner)
                .and("done")
                .is(done);
    }
}
