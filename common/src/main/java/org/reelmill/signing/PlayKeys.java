package org.reelmill.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reelmill.signing.PlayKey.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The keys of play tokens in a file: the copy of an edge, which it gets from serving, and what serving
/// begins with at its very first start. Where there is no file, one is made with two live keys. Changes of
/// the file are in force within a second; a broken file changes nothing. Thread-safe.
public final class PlayKeys {

    /// Its name.
    public static final String FILE = "play-keys.json";

    private static final Logger log = LoggerFactory.getLogger(PlayKeys.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);

    private final Path file;
    private volatile Ring ring;
    private volatile Stamp stamp;
    private volatile long lookedAt;

    private PlayKeys(Path file, Ring ring, Stamp stamp) {
        this.file = file;
        this.ring = ring;
        this.stamp = stamp;
        this.lookedAt = System.nanoTime();
    }

    /// Reads the keys from `play-keys.json` in the directory of keys; makes the file where there is none.
    public static PlayKeys inDirectory(Path directory) {
        var file = directory.resolve(FILE);
        try {
            var json = KeyFile.readOrMake(file, () -> Ring.fresh().toJson());
            return new PlayKeys(file, Ring.fromJson(json), Stamp.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The play keys " + file + " cannot be read.", e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalStateException(broken(file, e) + ". Restore the file, or delete it to start anew.", e);
        }
    }

    /// The key that signs now.
    public PlayKey signing() {
        return current().signing();
    }

    /// The key of this id, whatever its state.
    public Optional<PlayKey> find(String id) {
        return Optional.ofNullable(current().byId().get(id));
    }

    /// Those whose tokens are good, in the order of their ids.
    public List<PlayKey> live() {
        return current().byId().values().stream()
                .filter(key -> key.state() != State.RETIRED)
                .sorted(Comparator.comparing(PlayKey::id))
                .toList();
    }

    /// Puts other keys in the place of all that are in the file; in force at once.
    ///
    /// @throws IllegalArgumentException if they lack one that signs, or an id is there twice
    public synchronized void replace(List<PlayKey> keys) {
        var next = Ring.of(keys);
        KeyFile.replace(file, next.toJson());
        ring = next;
    }

    private Ring current() {
        if (System.nanoTime() - lookedAt > LOOK_AGAIN_AFTER.toNanos()) {
            lookAgain();
        }
        return ring;
    }

    private synchronized void lookAgain() {
        lookedAt = System.nanoTime();
        try {
            var now = Stamp.of(file);
            if (now.equals(stamp)) {
                return;
            }
            stamp = now;
            ring = Ring.fromJson(Files.readString(file));
            log.info("Read the changed play keys: {}", ring.byId().values());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            log.error("{}. The keys read before stay in force.", broken(file, e));
        }
    }

    /// Never the parser's own words, which may quote a secret.
    private static String broken(Path file, Exception e) {
        return e instanceof IllegalArgumentException
                ? "The play keys in " + file + " are wrong: " + e.getMessage()
                : "The play keys in " + file + " cannot be read";
    }

    private record Stamp(long modified, long bytes, String inode) {
        static Stamp of(Path file) throws IOException {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime().toMillis(), now.size(), String.valueOf(now.fileKey()));
        }
    }

    /// What is in the file, and in the answer of `GET /api/edges/keys`.
    public record Listing(List<PlayKey> keys) {
        public Listing {
            keys = List.copyOf(keys);
        }
    }

    private record Ring(Map<String, PlayKey> byId, PlayKey signing) {

        static Ring fresh() {
            return of(List.of(PlayKey.fresh(State.SIGNING), PlayKey.fresh(State.ACCEPTED)));
        }

        static Ring fromJson(String json) {
            return of(JSON.readValue(json, Listing.class).keys());
        }

        String toJson() {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new Listing(List.copyOf(byId.values())));
        }

        private static Ring of(List<PlayKey> keys) {
            var signing =
                    keys.stream().filter(key -> key.state() == State.SIGNING).toList();
            if (signing.size() != 1) {
                throw new IllegalArgumentException("exactly one key must be SIGNING, " + signing.size() + " are");
            }
            if (keys.stream().map(PlayKey::id).distinct().count() < keys.size()) {
                throw new IllegalArgumentException("an id is used twice");
            }
            return new Ring(
                    keys.stream().collect(Collectors.toMap(PlayKey::id, Function.identity())), signing.getFirst());
        }
    }
}
