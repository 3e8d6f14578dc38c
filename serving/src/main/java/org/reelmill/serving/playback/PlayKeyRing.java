package org.reelmill.serving.playback;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.PlayKey;
import org.reelmill.signing.PlayKey.State;
import org.reelmill.signing.PlayKeys;
import org.reelmill.title.Seal;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.mongodb.core.MongoOperations;

/// The keys of play tokens, in the document store, so that all serving processes agree: a change by one is in
/// force with the others within a second. The secrets lie there sealed. The very first start begins with
/// `play-keys.json` of the directory of keys, and makes it where it is not there. Thread-safe.
final class PlayKeyRing {

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);
    private static final int TRIES = 10;

    private final MongoOperations mongo;
    private final Seal seal;
    private final Path directory;
    private volatile @Nullable Seen seen;

    PlayKeyRing(MongoOperations mongo, Seal seal, Path directory) {
        this.mongo = mongo;
        this.seal = seal;
        this.directory = directory;
    }

    /// The key that signs now.
    PlayKey signing() {
        return present().signing;
    }

    /// Those whose tokens are good.
    List<PlayKey> live() {
        return present().live;
    }

    StoredKeys stored() {
        var stored = mongo.findById(StoredKeys.ID, StoredKeys.class);
        return stored == null ? begin() : stored;
    }

    /// Changes the keys, as they are then: the change is made again where another process was first.
    StoredKeys change(UnaryOperator<StoredKeys> change) {
        for (var tries = 1; ; tries++) {
            try {
                var changed = mongo.save(change.apply(stored()));
                seen = null;
                return changed;
            } catch (OptimisticLockingFailureException another) {
                if (tries == TRIES) {
                    throw another;
                }
            }
        }
    }

    /// A new key, not yet stored, which edges accept and nobody signs with.
    StoredKeys.Entry fresh() {
        return entry(PlayKey.fresh(State.ACCEPTED));
    }

    private StoredKeys begin() {
        var keys =
                PlayKeys.inDirectory(directory).live().stream().map(this::entry).toList();
        try {
            return mongo.insert(new StoredKeys(StoredKeys.ID, keys, null));
        } catch (DuplicateKeyException another) {
            return stored();
        }
    }

    private StoredKeys.Entry entry(PlayKey key) {
        return StoredKeys.entry(key, seal.close(key.secret(), about(key.id())), Instant.now());
    }

    private PlayKey open(StoredKeys.Entry entry) {
        return new PlayKey(entry.id(), seal.open(entry.sealed(), about(entry.id())), entry.state());
    }

    private static String about(String key) {
        return "play key " + key;
    }

    private Seen present() {
        var last = seen;
        if (last != null && System.nanoTime() - last.at < LOOK_AGAIN_AFTER.toNanos()) {
            return last;
        }
        var at = System.nanoTime();
        var live = stored().keys().stream()
                .filter(entry -> entry.state() != State.RETIRED)
                .map(this::open)
                .toList();
        var signing = live.stream()
                .filter(key -> key.state() == State.SIGNING)
                .findFirst()
                .orElseThrow();
        var now = new Seen(live, signing, at);
        seen = now;
        return now;
    }

    private record Seen(List<PlayKey> live, PlayKey signing, long at) {}
}
