package org.reelmill.pipeline.reconcile;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.reelmill.pipeline.retention.SourceDrop;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StoredObject;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.MongoOperations;

/// Deletes what ended ingests leave in the bucket: segments of attempts that lost, whole publications that
/// came to nothing, fetched parts of sources that were no good. Waits for a while first, since a late worker
/// may still write, and does each ingest once.
final class LeftOvers {

    private static final Logger log = LoggerFactory.getLogger(LeftOvers.class);
    private static final String SWEPT = "sweptIngests";

    /// Only names that carry an attempt can be a loser's.
    private static final Pattern OF_ATTEMPT = Pattern.compile("\\.a[0-9]+\\.(m4s|vtt|mp4)$");

    private final Ingests ingests;
    private final Tasks tasks;
    private final Publications publications;
    private final ObjectStore store;
    private final MongoOperations mongo;
    private final SourceDrop sourceDrop;
    private final ReconcileProperties properties;

    LeftOvers(
            Ingests ingests,
            Tasks tasks,
            Publications publications,
            ObjectStore store,
            MongoOperations mongo,
            SourceDrop sourceDrop,
            ReconcileProperties properties) {
        this.ingests = ingests;
        this.tasks = tasks;
        this.publications = publications;
        this.store = store;
        this.mongo = mongo;
        this.sourceDrop = sourceDrop;
        this.properties = properties;
    }

    /// Looks once at all ingests that have ended.
    ///
    /// @return how many objects were deleted
    int look() {
        tasks.removeEndedRepairs();
        int deleted = 0;
        for (Ingest ingest :
                ingests.inStates(IngestState.READY, IngestState.REJECTED, IngestState.CANCELLED, IngestState.FAILED)) {
            if (isDue(ingest) && !mongo.exists(query(where("_id").is(ingest.id())), SWEPT)) {
                deleted += clean(ingest);
                tasks.remove(ingest.id());
                mongo.save(new Document("_id", ingest.id()), SWEPT);
            }
        }
        return deleted;
    }

    private boolean isDue(Ingest ingest) {
        Duration grace = ingest.state() == IngestState.FAILED ? properties.failedGrace() : properties.grace();
        Instant ended = ingest.endedAt() == null ? ingest.queuedAt() : ingest.endedAt();
        return ended.plus(grace).isBefore(Instant.now());
    }

    private int clean(Ingest ingest) {
        List<StoredObject> objects = store.list(ingest.prefix());
        List<String> doomed = ingest.state() == IngestState.READY
                ? losers(ingest, objects)
                : objects.stream().map(StoredObject::key).toList();
        store.delete(doomed);
        if (ingest.state() == IngestState.FAILED) {
            sourceDrop.dropOf(ingest);
        }
        int parts = 0;
        if (ingest.state() == IngestState.REJECTED) {
            List<StoredObject> fetched = store.list(SourceParts.prefix(ingest.source()));
            store.delete(fetched.stream().map(StoredObject::key).toList());
            parts = fetched.size();
        }
        if (doomed.size() + parts > 0) {
            log.info(
                    "Deleted {} left-over objects of ingest {}, which is {}",
                    doomed.size() + parts,
                    ingest.id(),
                    ingest.state());
        }
        return doomed.size() + parts;
    }

    /// Objects of attempts that are not on record. Not by what playlists list: one that is lost would take
    /// its segments along.
    private List<String> losers(Ingest ingest, List<StoredObject> objects) {
        var manifest = publications.find(ingest.id());
        if (manifest.isEmpty()) {
            return List.of();
        }
        Set<String> named = manifest.get().objects().stream()
                .map(PublicationManifest.Entry::key)
                .collect(Collectors.toSet());
        return objects.stream()
                .map(StoredObject::key)
                .filter(key -> OF_ATTEMPT.matcher(key).find() && !named.contains(key))
                .toList();
    }
}
