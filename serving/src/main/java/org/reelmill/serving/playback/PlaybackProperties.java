package org.reelmill.serving.playback;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.reelmill.signing.PlayToken;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How films are handed to players.
///
/// @param edges base addresses of the edges that viewers reach, without a slash at the end; the first is used
/// @param heartbeat how often a player says that it still plays, and learns if it may not
/// @param shortestGrant a grant is good for three times the running time, but no shorter than this
/// @param longestGrant and no longer than this, which is a day at most
/// @param edgeSilence an edge that has not asked for so long is named to the operator, and holds up a new key
@Validated
@ConfigurationProperties("reelmill.serving.playback")
public record PlaybackProperties(
        @NotEmpty @DefaultValue("http://127.0.0.1:8090") List<URI> edges,
        @NotNull @DefaultValue("8s") Duration heartbeat,
        @NotNull @DefaultValue("6h") Duration shortestGrant,
        @NotNull @DefaultValue("24h") Duration longestGrant,
        @NotNull @DefaultValue("1m") Duration edgeSilence) {

    public PlaybackProperties {
        edges = List.copyOf(edges);
    }

    /// What [#longestGrant] allows.
    @AssertTrue(message = "longest-grant must be at most 24h")
    boolean isEndingWithinADay() {
        return longestGrant.compareTo(PlayToken.LONGEST) <= 0;
    }
}
