package org.reelmill.pipeline.verify;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ingests;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoOperations;

/// Tells which objects some record names: the manifests of publications, running ingests, the ledger of
/// source parts. What it does not understand counts as named.
final class NamedObjects {

    private static final Pattern OF_PUBLICATION = Pattern.compile("^titles/([^/]+)/([^/]+)/.+$");
    private static final Pattern OF_SOURCE = Pattern.compile("^sources/([^/]+)/.+$");
    private static final String LEDGER = "sourceParts";

    private final Titles titles;
    private final Ingests ingests;
    private final Sources sources;
    private final Publications publications;
    private final MongoOperations mongo;

    NamedObjects(Titles titles, Ingests ingests, Sources sources, Publications publications, MongoOperations mongo) {
        this.titles = titles;
        this.ingests = ingests;
        this.sources = sources;
        this.publications = publications;
        this.mongo = mongo;
    }

    /// Begins a walk over keys in their order: the record of one publication or source at a time is kept in
    /// memory.
    Walk begin() {
        return new Walk();
    }

    private Predicate<String> ofPublication(String title, String id) {
        if (ingests.find(id).filter(ingest -> ingest.state().isActive()).isPresent()) {
            return key -> true;
        }
        var manifest = publications.find(id);
        if (manifest.isPresent()) {
            Set<String> keys = manifest.get().objects().stream()
                    .map(PublicationManifest.Entry::key)
                    .collect(Collectors.toUnmodifiableSet());
            return keys::contains;
        }
        boolean plays = titles.find(title)
                .map(Title::publication)
                .filter(publication -> publication.id().equals(id))
                .isPresent();
        return key -> plays; // Published before there were manifests.
    }

    private Predicate<String> ofSource(String id) {
        Source source = sources.find(id).orElse(null);
        if (source != null && source.sealedLink() == null) {
            return key -> true; // Uploaded: the only copy.
        }
        Set<String> keys =
                mongo.find(query(where("source").is(id)).cursorBatchSize(500), Document.class, LEDGER).stream()
                        .map(part -> SourceParts.key(
                                id, part.get("number", Number.class).longValue()))
                        .collect(Collectors.toUnmodifiableSet());
        return keys::contains;
    }

    /// One walk.
    final class Walk {

        private String place = "";
        private Predicate<String> record = key -> true;

        boolean names(String key) {
            Matcher publication = OF_PUBLICATION.matcher(key);
            Matcher source = OF_SOURCE.matcher(key);
            if (publication.matches()) {
                String id = publication.group(2);
                enter("titles/" + id, () -> ofPublication(publication.group(1), id));
            } else if (source.matches()) {
                String id = source.group(1);
                enter("sources/" + id, () -> ofSource(id));
            } else {
                return true;
            }
            return record.test(key);
        }

        private void enter(String next, Supplier<Predicate<String>> reading) {
            if (!next.equals(place)) {
                record = reading.get();
                place = next;
            }
        }
    }
}
