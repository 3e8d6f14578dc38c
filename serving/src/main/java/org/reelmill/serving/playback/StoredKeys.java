package org.reelmill.serving.playback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.PlayKey;
import org.reelmill.signing.PlayKey.State;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.mongodb.core.mapping.Document;

/// All keys of play tokens as one document, so that a change of several is one conditional update, and of
/// many who change them one wins. The secrets are sealed.
@Document("playKeys")
record StoredKeys(
        @Id String id, List<Entry> keys, @Version @Nullable Long version) {

    /// The only document.
    static final String ID = "play-keys";

    StoredKeys {
        keys = List.copyOf(keys);
    }

    /// @param sealed the secret
    /// @param signsSince when it began to sign; null if it never did
    /// @param signedUntil when another took its place
    record Entry(
            String id,
            String sealed,
            State state,
            Instant madeAt,
            @Nullable Instant signsSince,
            @Nullable Instant signedUntil) {

        Entry signs(Instant now) {
            return new Entry(id, sealed, State.SIGNING, madeAt, now, null);
        }

        Entry signedUntil(Instant now) {
            return new Entry(id, sealed, State.ACCEPTED, madeAt, signsSince, now);
        }

        Entry retired() {
            return new Entry(id, sealed, State.RETIRED, madeAt, signsSince, signedUntil);
        }
    }

    Entry signing() {
        return keys.stream()
                .filter(key -> key.state() == State.SIGNING)
                .findFirst()
                .orElseThrow();
    }

    /// The key that edges learn already and that has never signed.
    Optional<Entry> next() {
        return keys.stream()
                .filter(key -> key.state() == State.ACCEPTED && key.signsSince() == null)
                .findFirst();
    }

    Optional<Entry> find(String key) {
        return keys.stream().filter(entry -> entry.id().equals(key)).findFirst();
    }

    StoredKeys with(Entry another) {
        return new StoredKeys(
                id, Stream.concat(keys.stream(), Stream.of(another)).toList(), version);
    }

    /// Lets another key sign in the place of the one that does.
    StoredKeys signingWith(String key, Instant now) {
        return new StoredKeys(
                id,
                keys.stream()
                        .map(entry -> entry.id().equals(key)
                                ? entry.signs(now)
                                : entry.state() == State.SIGNING ? entry.signedUntil(now) : entry)
                        .toList(),
                version);
    }

    StoredKeys retiring(String key) {
        return new StoredKeys(
                id,
                keys.stream()
                        .map(entry -> entry.id().equals(key) ? entry.retired() : entry)
                        .toList(),
                version);
    }

    static Entry entry(PlayKey key, String sealed, Instant now) {
        return new Entry(key.id(), sealed, key.state(), now, key.state() == State.SIGNING ? now : null, null);
    }
}
