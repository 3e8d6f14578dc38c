package org.reelmill.worker.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.SourceParts;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.source.Origin.Answer;

/// Gets the parts of one source: from the local cache, else from object storage, else from the origin, and
/// then puts them into both.
final class PartFetch {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Place place;
    private final FilmSource film;
    private final @Nullable Origin origin;
    private final @Nullable WholeFetch whole;
    private volatile @Nullable SourceFile file;

    PartFetch(Place place, FilmSource film) {
        this.place = place;
        this.film = film;
        this.origin = film.origin();
        this.whole = origin == null ? null : new WholeFetch(place, origin, film.id());
    }

    /// What the origin says is the checksum of the whole, if it says so; known with the size.
    Optional<String> statedSha256() {
        return origin == null ? Optional.empty() : file().map(SourceFile::sha256);
    }

    /// The size, if it is known without asking.
    Optional<Long> knownSize() {
        if (origin == null) {
            return Optional.ofNullable(film.uploadedBytes());
        }
        return file().map(SourceFile::size);
    }

    /// Waits until the origin has said the size.
    ///
    /// @param first part 0, which is being fetched
    long awaitSize(GrowingPart first) throws InterruptedException {
        Optional<Long> size = knownSize();
        while (size.isEmpty()) {
            boolean isThere = first.awaitStored(LOOK_AGAIN);
            size = knownSize();
            if (isThere && size.isEmpty()) {
                throw new SourceUnavailable("What was known of it was dropped while it was opened.", null);
            }
        }
        if (size.get() == 0) {
            throw Origin.empty();
        }
        return size.get();
    }

    /// Starts getting a part, which can be read as it comes in.
    GrowingPart start(long number, Runnable onEvict) {
        Path incoming = place.cache().incoming(film.id(), number);
        var part = new GrowingPart(incoming);
        Thread.ofVirtual().name("source-part-" + number).start(() -> fill(new Fill(number, part, incoming, onEvict)));
        return part;
    }

    private void fill(Fill fill) {
        try {
            for (int tries = 1; !attempt(fill, tries); tries++) {
                file = null;
            }
        } catch (RuntimeException e) {
            fill.part().failed(e);
        } catch (InterruptedException e) {
            fill.part().failed(new SourceUnavailable("This worker stops.", e));
        } finally {
            try {
                Files.deleteIfExists(fill.incoming());
            } catch (IOException leftForTheNextStart) {
                fill.part().check();
            }
        }
    }

    private boolean attempt(Fill fill, int tries) throws InterruptedException {
        Duration wait = place.properties().retryDelay().multipliedBy(tries);
        boolean last = tries >= place.properties().tries();
        try {
            get(fill);
            return true;
        } catch (EndedEarly e) {
            if (last) {
                throw RejectedSource.because(
                        "source-truncated", "The film is cut off: " + e.getMessage() + " Find another source.");
            }
        } catch (IOException e) {
            if (last) {
                throw new SourceUnavailable(origin == null ? "Our own store cannot be read." : origin.told(e), e);
            }
        } catch (SourceUnavailable e) {
            if (last) {
                throw e;
            }
            wait = e.retryAfter() == null ? wait : e.retryAfter();
        }
        Thread.sleep(wait);
        return false;
    }

    private void get(Fill fill) throws IOException, InterruptedException {
        if (origin == null || whole == null) {
            if (!fromStore(fill, null)) {
                throw RejectedSource.because(
                        "source-gone", "A part of the uploaded film is missing in object storage; upload it again.");
            }
            return;
        }
        var watch =
                new ClaimWatch(place.ledger(), place.owner(), place.properties().patience());
        var wholeWatch =
                new ClaimWatch(place.ledger(), place.owner(), place.properties().patience());
        while (true) {
            Optional<SourcePart> done =
                    place.ledger().find(film.id(), fill.number()).filter(SourcePart::done);
            if (done.isPresent()) {
                // A part without its file was kept while the source was dropped.
                if (file().isPresent() && (fromCache(fill, done.get()) || fromStore(fill, done.get()))) {
                    return;
                }
                place.ledger().lost(done.get());
            } else if (file().map(SourceFile::size).filter(size -> size == 0).isPresent()) {
                throw Origin.empty();
            } else if (file().map(known -> !known.ranges()).orElse(false)) {
                if (!whole.readIfFree(wholeWatch, null)) {
                    Thread.sleep(LOOK_AGAIN);
                }
            } else if (watch.claim(film.id(), fill.number())) {
                if (fromOrigin(fill, wholeWatch)) {
                    return;
                }
            } else {
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    /// @return false if the origin turned out to have no ranges; all was read then
    private boolean fromOrigin(Fill fill, ClaimWatch wholeWatch) throws IOException {
        try (Answer answer = askFor(fill)) {
            SourceFile said = answer.said();
            if (file == null) {
                file = place.ledger().remember(said);
                if (!file.matches(said) || file.ranges() != said.ranges()) {
                    throw Origin.changed();
                }
            }
            if (!said.ranges()) {
                place.ledger().release(film.id(), fill.number(), place.owner());
                whole().readIfFree(wholeWatch, answer);
                return false;
            }
            receive(fill, answer.body(), expected(fill.number(), said));
        } catch (IOException | RuntimeException e) {
            place.ledger().release(film.id(), fill.number(), place.owner());
            throw e;
        }
        keep(fill);
        return true;
    }

    private Answer askFor(Fill fill) throws IOException {
        SourceFile known = file().orElse(null);
        if (known == null || known.validator() == null) {
            fill.part().restart(); // Nothing says that the rest belongs to what came in before.
        }
        long first = fill.number() * SourceParts.PART_BYTES;
        long last = first + SourceParts.PART_BYTES - 1;
        if (known != null && known.size() != null) {
            last = Math.min(last, known.size() - 1);
        }
        return origin().ask(first + fill.part().available(), last, known);
    }

    private void receive(Fill fill, InputStream body, int expected) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        var beat = place.beatOf(film.id(), fill.number());
        GrowingPart part = fill.part();
        while (part.available() < expected) {
            int read = read(body, buffer, fill);
            part.append(buffer, Math.min(read, expected - part.available()));
            beat.run();
        }
    }

    private static int read(InputStream body, byte[] buffer, Fill fill) throws IOException {
        long position = fill.number() * SourceParts.PART_BYTES + fill.part().available();
        try {
            int read = body.read(buffer);
            if (read < 0) {
                throw new EndedEarly(position, null);
            }
            return read;
        } catch (org.apache.hc.core5.http.ConnectionClosedException e) {
            throw new EndedEarly(position, e);
        }
    }

    private void keep(Fill fill) throws IOException {
        fill.part().completed();
        Path path = place.cache().path(film.id(), fill.number());
        String sha256 = Sha256.of(fill.incoming());
        try {
            place.put(film.id(), fill.number(), fill.incoming());
        } catch (RuntimeException e) {
            place.ledger().release(film.id(), fill.number(), place.owner());
            throw e;
        }
        place.ledger().done(film.id(), fill.number(), place.owner(), sha256);
        cache(fill, path);
        fill.part().stored();
    }

    private boolean fromCache(Fill fill, SourcePart done) throws IOException {
        Path path = place.cache().path(film.id(), fill.number());
        if (!Files.exists(path) || !Sha256.of(path).equals(done.sha256())) {
            return false;
        }
        try (InputStream bytes = Files.newInputStream(path)) {
            copy(bytes, fill.part());
        } catch (java.nio.file.NoSuchFileException evictedMeanwhile) {
            return false;
        }
        cache(fill, path);
        fill.part().stored();
        return true;
    }

    private boolean fromStore(Fill fill, @Nullable SourcePart done) throws IOException {
        var object = place.open(SourceParts.key(film.id(), fill.number()));
        if (object.isEmpty()) {
            return false;
        }
        try (InputStream bytes = object.get()) {
            copy(bytes, fill.part());
        }
        if (done != null && !Sha256.of(fill.incoming()).equals(done.sha256())) {
            fill.part().restart();
            return false;
        }
        cache(fill, place.cache().path(film.id(), fill.number()));
        fill.part().stored();
        return true;
    }

    private void cache(Fill fill, Path path) throws IOException {
        Files.move(fill.incoming(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        place.cache().add(path, Files.size(path), () -> {
            fill.part().close();
            fill.onEvict().run();
        });
    }

    private static void copy(InputStream from, GrowingPart to) throws IOException {
        to.restart();
        byte[] buffer = new byte[64 * 1024];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.append(buffer, read);
        }
    }

    private Optional<SourceFile> file() {
        SourceFile known = file;
        if (known == null || known.size() == null) {
            known = place.ledger().file(film.id()).orElse(null);
            file = known;
        }
        return Optional.ofNullable(known);
    }

    private Origin origin() {
        return java.util.Objects.requireNonNull(origin);
    }

    private WholeFetch whole() {
        return java.util.Objects.requireNonNull(whole);
    }

    private static int expected(long number, SourceFile said) {
        long size = said.size() == null ? 0 : said.size();
        return (int) Math.min(SourceParts.PART_BYTES, size - number * SourceParts.PART_BYTES);
    }

    private record Fill(long number, GrowingPart part, Path incoming, Runnable onEvict) {}
}
