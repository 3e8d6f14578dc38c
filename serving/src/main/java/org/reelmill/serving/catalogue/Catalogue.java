package org.reelmill.serving.catalogue;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pause;
import org.reelmill.title.Pauses;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// The titles as viewers see them. Lists come from a snapshot in memory that is at most a second old, or ten
/// times as old as reading it took, so that reading never takes more than a tenth of the time; it stands in
/// where the store is down. Single titles are read as they are now. Thread-safe.
@Component
public final class Catalogue {

    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int FRESH_PER_READING = 10;

    private static final Comparator<Entry> NEWEST_FIRST =
            comparing(Entry::discoveredAt).reversed().thenComparing(entry -> entry.movie.id());

    private final Titles titles;
    private final Ingests ingests;
    private final Pauses pauses;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Snapshot snapshot;

    Catalogue(Titles titles, Ingests ingests, Pauses pauses) {
        this.titles = titles;
        this.ingests = ingests;
        this.pauses = pauses;
    }

    /// A title as it is now.
    ///
    /// @throws Problem 404 if there is none
    public Title title(String id) {
        return titles.find(id)
                .orElseThrow(() -> Problem.notFound("movie-not-found", "There is no movie with this id."));
    }

    /// The ingest that a title names.
    public Optional<Ingest> ingest(Title title) {
        return Optional.ofNullable(title.ingest()).flatMap(ingests::find);
    }

    /// Since when an operator lets a title rest that viewers wait for, or see the beginning of.
    public Optional<Instant> pausedAt(Title title, @Nullable Ingest ingest) {
        return switch (ViewerState.of(title, ingest)) {
            case QUEUED, INGESTING, PLAYABLE ->
                Optional.ofNullable(ingest).flatMap(pauses::of).map(Pause::since);
            case DISCOVERED, WANTED, READY, REJECTED, FAILED, EVICTED, TAKEN_DOWN -> Optional.empty();
        };
    }

    /// The state of a title as it is now.
    public ViewerState state(Title title) {
        return ViewerState.of(title, ingest(title).orElse(null));
    }

    /// The one title that somebody means who writes its name, with or without its year.
    ///
    /// @return empty if none or several are meant
    public Optional<String> meant(String words) {
        String name = folded(words);
        var meant = fresh().newestFirst.stream()
                .filter(entry -> entry.names.contains(name))
                .map(entry -> entry.movie.id())
                .toList();
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }

    /// Words as they are compared: what folds to the same means the same.
    public static String folded(String words) {
        return SearchText.foldName(words);
    }

    MoviePage page(MovieQuery query) {
        var found = fresh().newestFirst.stream()
                .filter(entry -> entry.isAfter(query.after()))
                .filter(entry -> query.fits(entry.movie, entry.text))
                .limit(query.limit() + 1L)
                .toList();
        if (found.size() <= query.limit()) {
            return new MoviePage(movies(found), null);
        }
        var shown = found.subList(0, query.limit());
        return new MoviePage(movies(shown), query.next(shown.getLast().place()));
    }

    /// Genres by name, with how many movies have them.
    List<Genre> genres() {
        var counts = new TreeMap<String, Long>(fresh().newestFirst.stream()
                .filter(entry -> entry.movie.state() != ViewerState.TAKEN_DOWN)
                .flatMap(entry -> entry.movie.genres().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
        return counts.entrySet().stream()
                .map(count -> new Genre(count.getKey(), count.getValue()))
                .toList();
    }

    private Snapshot fresh() {
        Snapshot present = snapshot;
        if (present != null && (present.isFresh() || reading.isLocked())) {
            return present;
        }
        reading.lock();
        try {
            present = snapshot;
            if (present == null || !present.isFresh()) {
                present = read(present);
                snapshot = present;
            }
            return present;
        } finally {
            reading.unlock();
        }
    }

    private Snapshot read(@Nullable Snapshot before) {
        long start = System.nanoTime();
        try {
            // The others, READY and CANCELLED, do not decide what a viewer sees.
            var deciding = ingests
                    .inStates(Stream.of(IngestState.values())
                            .filter(state -> state != IngestState.READY && state != IngestState.CANCELLED)
                            .toArray(IngestState[]::new))
                    .stream()
                    .collect(Collectors.toMap(Ingest::id, Function.identity()));
            var entries = titles.all().stream()
                    .map(title -> Entry.of(title, title.ingest() == null ? null : deciding.get(title.ingest())))
                    .sorted(NEWEST_FIRST)
                    .toList();
            return Snapshot.readSince(entries, start);
        } catch (DataAccessException e) {
            if (before == null) {
                throw e;
            }
            log.warn("The store does not answer; lists are as they were last read", e);
            return Snapshot.readSince(before.newestFirst, start);
        }
    }

    private static List<Movie> movies(List<Entry> entries) {
        return entries.stream().map(Entry::movie).toList();
    }

    private record Snapshot(List<Entry> newestFirst, long freshUntil) {

        static Snapshot readSince(List<Entry> entries, long start) {
            long now = System.nanoTime();
            return new Snapshot(entries, now + Math.max(FRESH.toNanos(), FRESH_PER_READING * (now - start)));
        }

        boolean isFresh() {
            return System.nanoTime() - freshUntil < 0;
        }
    }

    /// @param names that the title is meant by
    /// @param text that is searched
    private record Entry(Movie movie, Instant discoveredAt, List<String> names, String text) {

        static Entry of(Title title, @Nullable Ingest ingest) {
            var names = Stream.of(title.name(), title.originalName())
                    .map(SearchText::foldName)
                    .filter(name -> !name.isEmpty())
                    .flatMap(name -> Stream.of(name, name + " " + title.year()))
                    .toList();
            String text = Stream.of(
                            Stream.of(title.name(), title.originalName(), String.valueOf(title.year())),
                            title.cast().stream(),
                            title.genres().stream())
                    .flatMap(Function.identity())
                    .map(SearchText::fold)
                    .collect(Collectors.joining(" "));
            return new Entry(Movie.of(title, ViewerState.of(title, ingest)), title.discoveredAt(), names, text);
        }

        Cursor place() {
            return new Cursor(discoveredAt, movie.id());
        }

        boolean isAfter(@Nullable Cursor cursor) {
            if (cursor == null) {
                return true;
            }
            int newer = discoveredAt.compareTo(cursor.discoveredAt());
            return newer < 0 || (newer == 0 && movie.id().compareTo(cursor.id()) > 0);
        }
    }

    /// A page of a list.
    ///
    /// @param next cursor of the next page; absent on the last one
    record MoviePage(List<Movie> items, @Nullable String next) {}

    /// A genre that movies have.
    record Genre(String name, long movies) {}
}
