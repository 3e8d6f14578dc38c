package org.reelmill.pipeline.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Publication;
import org.reelmill.title.Publications;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.title.Viewings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts away the titles that were not watched for the longest time until the library fits its budget. Stays
/// what somebody watches, what an operator keeps, and what could not be had again. Only says so: the objects
/// go with [RetiredPublications], a while later. Repeatable.
public final class Eviction {

    private static final Logger log = LoggerFactory.getLogger(Eviction.class);

    private final Titles titles;
    private final Sources sources;
    private final Publications publications;
    private final ObjectStore store;
    private final Viewings viewings;
    private final Audience audience;
    private final KeptTitles kept;
    private final RetentionProperties properties;

    Eviction(
            Titles titles,
            Sources sources,
            Publications publications,
            ObjectStore store,
            Viewings viewings,
            Audience audience,
            KeptTitles kept,
            RetentionProperties properties) {
        this.titles = titles;
        this.sources = sources;
        this.publications = publications;
        this.store = store;
        this.viewings = viewings;
        this.audience = audience;
        this.kept = kept;
        this.properties = properties;
    }

    /// Decides what has to go; changes nothing.
    public Decision decide() {
        List<Title> playing = titles.published();
        Map<String, Publications.Holding> holdings = publications.holdings().stream()
                .collect(Collectors.toMap(Publications.Holding::id, Function.identity()));
        long bytes = playing.stream()
                .mapToLong(title -> bytes(title.publication(), holdings))
                .sum();
        long over =
                properties.budget() == null ? 0 : bytes - properties.budget().toBytes();
        return new Decision(bytes, over <= 0 ? List.of() : ColdTitle.toFree(over, cold(playing, holdings)));
    }

    /// Puts a title away, if it plays the same publication still.
    public boolean evict(Decision decision, String titleId) {
        return decision.going.stream()
                .filter(title -> title.id().equals(titleId))
                .anyMatch(title -> {
                    boolean gone = titles.evict(title.id(), title.publication()).isPresent();
                    if (gone) {
                        log.info("Put \"{}\" away, which was last watched at {}", title.name(), title.lastWatched());
                    }
                    return gone;
                });
    }

    private List<ColdTitle> cold(List<Title> playing, Map<String, Publications.Holding> holdings) {
        Map<String, Instant> last = viewings.last();
        Set<String> watched = audience.watched(properties.watching());
        Set<String> keep = kept.all();
        return playing.stream()
                .filter(title -> title.state() == TitleState.AVAILABLE && !keep.contains(title.id()))
                .filter(title -> bytes(title.publication(), holdings) > 0)
                .filter(this::canComeBack)
                .flatMap(title -> Stream.ofNullable(title.publication())
                        .filter(publication -> !watched.contains(publication.id()))
                        .map(publication -> new ColdTitle(
                                title.id(),
                                title.name(),
                                publication.id(),
                                bytes(publication, holdings),
                                last.getOrDefault(title.id(), publication.readyAt()))))
                .toList();
    }

    private boolean canComeBack(Title title) {
        Source source = title.sources().stream()
                .findFirst()
                .flatMap(sources::find)
                .filter(present -> present.dead() == null)
                .orElse(null);
        return source != null
                && (source.sealedLink() != null
                        || store.head(SourceParts.key(source.id(), 0)).isPresent());
    }

    private static long bytes(@Nullable Publication publication, Map<String, Publications.Holding> holdings) {
        var holding = publication == null ? null : holdings.get(publication.id());
        return holding == null ? 0 : holding.bytes();
    }

    /// What has to go.
    ///
    /// @param bytes that all publications take
    /// @param going coldest first
    public record Decision(long bytes, List<ColdTitle> going) {

        public Decision {
            going = List.copyOf(going);
        }

        /// Ids of the titles.
        public List<String> titles() {
            return going.stream().map(ColdTitle::id).toList();
        }
    }
}
