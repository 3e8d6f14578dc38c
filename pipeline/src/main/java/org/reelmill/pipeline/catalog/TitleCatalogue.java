package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ids;
import org.reelmill.title.Source;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/// Writes what catalogues say into the store of titles, by key: new titles, changed facts, sources with their
/// links sealed. What has not changed is not touched. Can be done again at any time.
final class TitleCatalogue {

    private static final Logger log = LoggerFactory.getLogger(TitleCatalogue.class);
    private static final int ATTEMPTS = 5;

    private final Titles titles;
    private final Sources sources;
    private final SourceLinks links;
    private final Posters posters;

    TitleCatalogue(Titles titles, Sources sources, SourceLinks links, Posters posters) {
        this.titles = titles;
        this.sources = sources;
        this.links = links;
        this.posters = posters;
    }

    boolean holds(String key) {
        return titles.findByKey(key).isPresent();
    }

    void store(FoundTitle found, SiteClient site) {
        for (int attempt = 1; ; attempt++) {
            try {
                titles.findByKey(found.key())
                        .ifPresentOrElse(title -> renew(title, found, site), () -> add(found, site));
                return;
            } catch (OptimisticLockingFailureException | DuplicateKeyException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private void add(FoundTitle found, SiteClient site) {
        String id = Ids.next();
        List<String> sourceIds = sources(id, List.of(), found);
        var facts = new Facts(found, sourceIds, poster(found, id, site));
        titles.save(facts.title(id, TitleState.DISCOVERED, null));
        log.info("Discovered \"{}\" ({})", found.name(), found.licence().id());
    }

    private void renew(Title title, FoundTitle found, SiteClient site) {
        List<String> sourceIds = sources(title.id(), title.sources(), found);
        String poster = poster(found, title.id(), site);
        Title renewed = new Facts(found, sourceIds, poster == null ? title.poster() : poster)
                .title(title.id(), title.state(), title);
        if (!renewed.equals(title)) {
            titles.save(renewed);
            log.info("Renewed what is known of \"{}\"", found.name());
        }
    }

    private @Nullable String poster(FoundTitle found, String title, SiteClient site) {
        URI poster = found.poster();
        return poster == null ? null : posters.keep(poster, title, site).orElse(null);
    }

    private List<String> sources(String title, List<String> present, FoundTitle found) {
        var ids = new ArrayList<String>();
        for (FoundSource source : found.sources()) {
            Optional<Source> known = present.stream()
                    .flatMap(id -> sources.find(id).stream())
                    .filter(candidate -> candidate.sealedLink() != null
                            && links.open(candidate.sealedLink()).equals(source.link()))
                    .findFirst();
            Source stored = known.orElseGet(() -> of(source, Ids.next(), title, links.seal(source.link()), null));
            Source renewed = of(source, stored.id(), title, String.valueOf(stored.sealedLink()), stored.dead());
            if (known.isEmpty() || !renewed.equals(stored)) {
                sources.save(renewed);
            }
            ids.add(stored.id());
        }
        return ids;
    }

    private static Source of(FoundSource source, String id, String title, String sealed, @Nullable Instant dead) {
        return new Source(
                id,
                title,
                sealed,
                source.container(),
                source.height(),
                source.size(),
                source.sha256(),
                source.language(),
                dead);
    }

    /// What a page says, put together with what is ours.
    private record Facts(
            FoundTitle found,
            List<String> sources,
            @Nullable String poster) {

        Title title(String id, TitleState state, @Nullable Title present) {
            return new Title(
                    id,
                    found.key(),
                    found.page().toString(),
                    found.name(),
                    found.originalName(),
                    found.year(),
                    found.description(),
                    found.genres(),
                    found.cast(),
                    found.runtime(),
                    found.language(),
                    poster,
                    found.licence(),
                    present == null ? found.externalIds() : joined(present.externalIds(), found.externalIds()),
                    sources,
                    state,
                    present == null ? null : present.ingest(),
                    present == null ? null : present.publication(),
                    present == null ? Instant.now() : present.discoveredAt(),
                    present == null ? null : present.wantedAt(),
                    present == null ? null : present.version());
        }

        private static Map<String, String> joined(Map<String, String> present, Map<String, String> found) {
            var all = new java.util.HashMap<>(present);
            all.putAll(found);
            return all;
        }
    }
}
