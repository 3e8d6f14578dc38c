package org.reelmill.signing;

import java.time.Instant;
import java.util.List;

/// Something that may no longer be played although tokens for it are out.
///
/// @param value id of the play session, or of the publication ([PlayToken#publication])
/// @param expiresAt when the last token that it is about has expired
public record Denial(Kind kind, String value, Instant expiresAt) {

    /// What is denied.
    public enum Kind {
        SESSION,
        PUBLICATION
    }

    /// The answer of `GET /api/edges/denials`, which edges poll.
    public record Listing(List<Denial> denials) {
        public Listing {
            denials = List.copyOf(denials);
        }
    }
}
