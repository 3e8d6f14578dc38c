package org.reelmill.pipeline.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publication;
import org.reelmill.title.Publications;
import org.reelmill.title.Publications.Holding;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes publications that no title plays any more, since it was put away or has a newer one: first they
/// are marked, then, after a grace time and when nobody watches them, the objects go, then the record. A kill
/// in between is made good by the next run.
public final class RetiredPublications {

    private static final Logger log = LoggerFactory.getLogger(RetiredPublications.class);

    private final Titles titles;
    private final Ingests ingests;
    private final Publications publications;
    private final ObjectStore store;
    private final Audience audience;
    private final RetentionProperties properties;

    RetiredPublications(
            Titles titles,
            Ingests ingests,
            Publications publications,
            ObjectStore store,
            Audience audience,
            RetentionProperties properties) {
        this.titles = titles;
        this.ingests = ingests;
        this.publications = publications;
        this.store = store;
        this.audience = audience;
        this.properties = properties;
    }

    /// Marks those that no title plays, and takes the mark from those that one plays again.
    ///
    /// @return those that may be deleted now
    public List<Holding> due() {
        Set<String> played = titles.published().stream()
                .map(Title::publication)
                .flatMap(Stream::ofNullable)
                .map(Publication::id)
                .collect(Collectors.toUnmodifiableSet());
        var due = new ArrayList<Holding>();
        for (Holding holding : publications.holdings()) {
            if (played.contains(holding.id())) {
                if (holding.retiredAt() != null) {
                    publications.reinstate(holding.id());
                }
            } else if (holding.retiredAt() != null) {
                due.add(holding);
            } else if (isNobodys(holding)) {
                publications.retire(holding.id());
                due.add(new Holding(holding.id(), holding.title(), holding.bytes(), Instant.now()));
            }
        }
        Set<String> watched = audience.watched(properties.watching());
        Instant old = Instant.now().minus(properties.grace());
        return due.stream()
                .filter(holding -> !watched.contains(holding.id()))
                .filter(holding ->
                        holding.retiredAt() != null && !holding.retiredAt().isAfter(old))
                .toList();
    }

    public void delete(Holding holding) {
        store.deleteAll("titles/" + holding.title() + "/" + holding.id() + "/");
        publications.remove(holding.id());
        log.info("Deleted publication {} of {} bytes, which no title plays", holding.id(), holding.bytes());
    }

    /// A publication is on record before its title names it; and what was taken down may be brought back.
    private boolean isNobodys(Holding holding) {
        Optional<Ingest> ingest = ingests.find(holding.id());
        if (ingest.filter(present -> present.state().isActive()).isPresent()) {
            return false;
        }
        Title title = titles.find(holding.title()).orElse(null);
        boolean finishing = title != null
                && title.state() == TitleState.WANTED
                && holding.id().equals(title.ingest())
                && ingest.filter(present -> present.state() == IngestState.READY)
                        .isPresent();
        boolean plays = title != null
                && title.publication() != null
                && title.publication().id().equals(holding.id()); // Since they were listed.
        return !finishing && !plays && (title == null || title.state() != TitleState.TAKEN_DOWN);
    }
}
