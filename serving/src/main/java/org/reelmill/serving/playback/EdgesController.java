package org.reelmill.serving.playback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reelmill.Parts;
import org.reelmill.signing.Denial;
import org.reelmill.signing.DenialList;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKeys;
import org.reelmill.web.Problem;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What edges ask of the serving app.
@RestController
@Tag(name = "Edges", description = "For edges, by their own key")
class EdgesController {

    private final DenialList denials;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int MOST_KEYS = 100;

    private final PlayKeyRing ring;
    private final KnownEdges edges;
    private final EdgeKey key;

    EdgesController(DenialList denials, PlayKeyRing ring, KnownEdges edges, Parts.KeyProperties keys) {
        this.denials = denials;
        this.ring = ring;
        this.edges = edges;
        this.key = EdgeKey.inDirectory(keys.directory());
    }

    /// @param edge name of the edge that asks
    /// @param keys ids of the keys that it verifies with, joined by commas
    @GetMapping("/api/edges/denials")
    @Operation(summary = "Lists what may no longer be played although tokens for it are out")
    ResponseEntity<Denial.Listing> denials(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String edge,
            @RequestParam(defaultValue = "") List<String> keys) {
        mustBeAnEdge(authorization);
        if (edge != null && NAME.matcher(edge).matches() && keys.size() <= MOST_KEYS) {
            edges.note(edge, keys);
        }
        return fresh(new Denial.Listing(denials.inForce(Instant.now())));
    }

    @GetMapping("/api/edges/keys")
    @Operation(summary = "Gives the keys that play tokens are verified with, in the form of play-keys.json")
    ResponseEntity<PlayKeys.Listing> keys(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        mustBeAnEdge(authorization);
        return fresh(new PlayKeys.Listing(ring.live()));
    }

    private void mustBeAnEdge(@Nullable String authorization) {
        if (authorization == null || !key.opens(authorization)) {
            throw new Problem(
                    HttpStatus.UNAUTHORIZED,
                    "edge-key-needed",
                    "This call is for edges: send the key from the file edge.key in the directory of keys.");
        }
    }

    private static <T> ResponseEntity<T> fresh(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }
}
