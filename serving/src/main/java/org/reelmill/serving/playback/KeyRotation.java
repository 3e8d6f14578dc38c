package org.reelmill.serving.playback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.PlayKey.State;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Lets another key sign: a new one is made, every edge learns it, then it signs. The one before stays good
/// until it is retired, so that who plays plays on. Every step can be asked for again.
@Component
final class KeyRotation {

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);

    /// For as long another serving process may still sign with the key before.
    private static final Duration LEEWAY = Duration.ofSeconds(10);

    private final PlayKeyRing ring;
    private final KnownEdges edges;
    private final PlaybackProperties properties;

    KeyRotation(PlayKeyRing ring, KnownEdges edges, PlaybackProperties properties) {
        this.ring = ring;
        this.edges = edges;
        this.properties = properties;
    }

    /// How far a rotation is.
    ///
    /// @param key the new one
    /// @param waitsFor edges that do not have it; empty once it signs
    record Progress(String key, boolean signs, List<Waiting> waitsFor) {}

    /// @param silent whether it has not asked for a while, so that it may be down
    record Waiting(String edge, Instant seenAt, boolean silent) {}

    /// Begins a rotation or goes on with it.
    ///
    /// @param begun the key that an earlier call named; null at the first
    /// @param without edges that are no more
    /// @throws Problem 409 if no edge has ever asked, 404 if `begun` is no key
    Progress rotate(@Nullable String begun, Set<String> without) {
        edges.forget(without);
        String key = begun == null ? next() : existing(begun);
        if (ring.stored().signing().id().equals(key)) {
            return new Progress(key, true, List.of());
        }
        var known = edges.all();
        if (known.isEmpty()) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "no-edge-known",
                    "No edge has asked for its keys yet. Start the edges, then rotate; the present key signs on.");
        }
        List<Waiting> waiting = known.stream()
                .filter(edge -> !edge.keys().contains(key) || edge.isSilent(properties.edgeSilence()))
                .map(edge -> new Waiting(edge.id(), edge.seenAt(), edge.isSilent(properties.edgeSilence())))
                .toList();
        if (!waiting.isEmpty()) {
            return new Progress(key, false, waiting);
        }
        ring.change(stored -> stored.signing().id().equals(key) ? stored : stored.signingWith(key, Instant.now()));
        log.info("Play tokens are signed with key {} from now on, which all {} edges have", key, known.size());
        return new Progress(key, true, List.of());
    }

    /// Refuses the tokens of a key from now on.
    ///
    /// @throws Problem 404 if there is no such key; 409 if it signs, or unless forced, if tokens signed by it
    ///     may still be in use
    void retire(String key, Force force) {
        existing(key);
        ring.change(stored -> {
            var entry = stored.find(key).orElseThrow();
            if (entry.state() == State.SIGNING) {
                throw new Problem(
                        HttpStatus.CONFLICT, "key-signs", "The key " + key + " signs. Rotate first, then retire it.");
            }
            Instant inUse = inUseUntil(entry).orElse(Instant.MIN);
            if (force == Force.NO && Instant.now().isBefore(inUse)) {
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "key-in-use",
                        "Tokens signed with the key " + key + " may be in use until " + inUse
                                + ". Retire it then, or now with --force: who plays under it is interrupted.");
            }
            return stored.retiring(key);
        });
        log.info("Tokens signed with key {} are refused from now on", key);
    }

    /// When the last token of a key expires; empty for one that signs or never did.
    Optional<Instant> inUseUntil(StoredKeys.Entry key) {
        return Optional.ofNullable(key.signedUntil())
                .map(until -> until.plus(properties.longestGrant()).plus(LEEWAY));
    }

    private String next() {
        return ring.change(stored -> stored.next().isPresent() ? stored : stored.with(ring.fresh()))
                .next()
                .orElseThrow()
                .id();
    }

    private String existing(String key) {
        return ring.stored()
                .find(key)
                .orElseThrow(() -> Problem.notFound("key-not-found", "There is no play key \"" + key + "\"."))
                .id();
    }

    /// Whether to interrupt viewers.
    enum Force {
        YES,
        NO
    }
}
