package org.reelmill.pipeline.retention;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoOperations;

/// Drops source parts that can be fetched again: of titles that were put away, and of films that have been
/// READY for long enough. Never what was uploaded, and never while an ingest or a repair reads it.
public final class SourceDrop {

    private static final String FILES = "sourceFiles";
    private static final String PARTS = "sourceParts";

    private final Titles titles;
    private final Ingests ingests;
    private final Tasks tasks;
    private final Sources sources;
    private final ObjectStore store;
    private final MongoOperations mongo;
    private final RetentionProperties properties;

    SourceDrop(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Sources sources,
            ObjectStore store,
            MongoOperations mongo,
            RetentionProperties properties) {
        this.titles = titles;
        this.ingests = ingests;
        this.tasks = tasks;
        this.sources = sources;
        this.store = store;
        this.mongo = mongo;
        this.properties = properties;
    }

    /// Ids of the sources whose parts may go now.
    public List<String> due() {
        return mongo.find(query(where("_id").exists(true)).cursorBatchSize(500), Document.class, FILES).stream()
                .map(file -> file.getString("_id"))
                .filter(this::isDue)
                .toList();
    }

    /// First the ledger: whoever reads the source then fetches it again.
    public void drop(String source) {
        mongo.remove(query(where("source").is(source)), PARTS);
        mongo.remove(query(where("_id").is(source)), FILES);
        store.deleteAll(SourceParts.prefix(source));
    }

    /// Drops what an ingest has fetched that came to nothing; not an upload, and nothing that another ingest
    /// reads.
    public void dropOf(Ingest ended) {
        boolean isUpload = sources.find(ended.source())
                .filter(source -> source.sealedLink() == null)
                .isPresent();
        boolean isRead = ingests.ofTitle(ended.title()).stream()
                .anyMatch(ingest -> ingest.state().isActive());
        if (!isUpload && !isRead) {
            drop(ended.source());
        }
    }

    private boolean isDue(String id) {
        Source source = sources.find(id).orElse(null);
        Title title = source == null ? null : titles.find(source.title()).orElse(null);
        if (source == null || source.sealedLink() == null || title == null) {
            return false;
        }
        List<Ingest> all = ingests.ofTitle(title.id());
        boolean isRead = all.stream()
                .anyMatch(ingest -> ingest.state().isActive()
                        || !tasks.ofIngest(ingest.id()).isEmpty());
        return !isRead && (title.state() == TitleState.EVICTED || isOld(all));
    }

    private boolean isOld(List<Ingest> ingests) {
        if (properties.sourcesAfter() == null) {
            return false;
        }
        Instant old = Instant.now().minus(properties.sourcesAfter());
        return ingests.stream()
                .filter(ingest -> ingest.state() == IngestState.READY)
                .map(Ingest::endedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .filter(last -> !last.isAfter(old))
                .isPresent();
    }
}
