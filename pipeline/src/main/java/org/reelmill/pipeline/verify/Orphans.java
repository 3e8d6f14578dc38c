package org.reelmill.pipeline.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the objects under `titles/` and `sources/` that no record names, and deletes them: all are counted
/// first, and where they are too many, nothing is deleted. Repeatable; memory does not grow with the library.
public final class Orphans {

    private static final Logger log = LoggerFactory.getLogger(Orphans.class);
    private static final List<String> PLACES = List.of("titles/", "sources/");
    private static final int DELETE_BATCH = 500;
    private static final int EXAMPLES = 20;

    /// So few may go whatever share of a small library they are.
    private static final int FEW = 100;

    private final ObjectStore store;
    private final NamedObjects named;
    private final VerifyProperties properties;

    Orphans(ObjectStore store, NamedObjects named, VerifyProperties properties) {
        this.store = store;
        this.named = named;
        this.properties = properties;
    }

    /// Counts, deletes nothing.
    public Survey survey() {
        var survey = new Survey();
        each(survey::name, survey::orphan);
        return survey;
    }

    /// @throws RefusedDeletion if no operator would want that many to be deleted
    public void require(Survey survey) {
        if (survey.orphans == 0) {
            return;
        }
        boolean unknown = survey.named == 0;
        boolean tooMany =
                survey.orphans > FEW && survey.orphans > properties.orphanShare() * (survey.orphans + survey.named);
        if (unknown || tooMany) {
            throw new RefusedDeletion("No record names " + survey.orphans + " of "
                    + (survey.orphans + survey.named)
                    + " objects, so nothing was deleted. Look whether spring.mongodb.uri leads to the document store"
                    + " of this library; if it does, start the job verify with force=true.");
        }
    }

    /// Looks again, and deletes what no record names then.
    ///
    /// @return how many
    public long delete() {
        var batch = new ArrayList<String>();
        var survey = new Survey();
        each(object -> {}, object -> {
            survey.orphan(object);
            batch.add(object.key());
            if (batch.size() == DELETE_BATCH) {
                store.delete(batch);
                batch.clear();
            }
        });
        store.delete(batch);
        if (survey.orphans > 0) {
            log.info("Deleted {} objects of {} bytes that no record names", survey.orphans, survey.bytes);
        }
        return survey.orphans;
    }

    private void each(Consumer<StoredObject> onNamed, Consumer<StoredObject> onOrphan) {
        Instant old = Instant.now().minus(properties.orphanGrace());
        var naming = named.begin();
        for (String place : PLACES) {
            store.each(place, object -> {
                if (naming.names(object.key())) {
                    onNamed.accept(object);
                } else if (object.lastModified().isBefore(old)) {
                    onOrphan.accept(object);
                }
            });
        }
    }

    /// What a look at all objects has counted.
    public static final class Survey {

        private final List<String> examples = new ArrayList<>();
        private long named;
        private long orphans;
        private long bytes;

        private void name(StoredObject object) {
            named++;
        }

        private void orphan(StoredObject object) {
            orphans++;
            bytes += object.bytes();
            if (examples.size() < EXAMPLES) {
                examples.add(object.key());
            }
        }

        public long named() {
            return named;
        }

        public long orphans() {
            return orphans;
        }

        public long bytes() {
            return bytes;
        }

        /// Keys of the first few.
        public List<String> examples() {
            return List.copyOf(examples);
        }
    }
}
