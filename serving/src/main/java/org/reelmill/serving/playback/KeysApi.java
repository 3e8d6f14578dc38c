package org.reelmill.serving.playback;

import io.swagger.v3.oas.annotations.Hidden;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.PlayKey.State;
import org.reelmill.web.OperatorsOnly;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The keys of play tokens, for operators; never with a secret.
@RestController
@RequestMapping("/api/operator/keys")
@OperatorsOnly
@Hidden
class KeysApi {

    private final PlayKeyRing ring;
    private final KnownEdges edges;
    private final KeyRotation rotation;
    private final PlaybackProperties properties;

    KeysApi(PlayKeyRing ring, KnownEdges edges, KeyRotation rotation, PlaybackProperties properties) {
        this.ring = ring;
        this.edges = edges;
        this.rotation = rotation;
        this.properties = properties;
    }

    @GetMapping
    Keys list() {
        return new Keys(
                ring.stored().keys().stream().map(this::view).toList(),
                edges.all().stream()
                        .map(edge -> new EdgeView(
                                edge.id(), edge.keys(), edge.seenAt(), edge.isSilent(properties.edgeSilence())))
                        .toList());
    }

    @PostMapping("/rotate")
    KeyRotation.Progress rotate(@RequestBody Rotate wish) {
        return rotation.rotate(wish.key, wish.without == null ? Set.of() : wish.without);
    }

    @PostMapping("/{id}/retire")
    Keys retire(@PathVariable String id, @RequestBody Retire wish) {
        rotation.retire(id, wish.force ? KeyRotation.Force.YES : KeyRotation.Force.NO);
        return list();
    }

    private KeyView view(StoredKeys.Entry key) {
        return new KeyView(
                key.id(),
                key.state(),
                key.madeAt(),
                key.signsSince(),
                key.signedUntil(),
                rotation.inUseUntil(key).orElse(null));
    }

    /// @param key that an earlier call named
    /// @param without edges that are no more
    record Rotate(@Nullable String key, @Nullable Set<String> without) {}

    record Retire(boolean force) {}

    record Keys(List<KeyView> keys, List<EdgeView> edges) {}

    /// @param inUseUntil when the last token signed with it expires
    record KeyView(
            String id,
            State state,
            Instant madeAt,
            @Nullable Instant signsSince,
            @Nullable Instant signedUntil,
            @Nullable Instant inUseUntil) {}

    record EdgeView(String name, List<String> keys, Instant seenAt, boolean silent) {}
}
