package org.reelmill.signing;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// All denials that an edge knows, made for looking up.
public final class Denials {

    /// Nothing is denied.
    public static final Denials NONE = new Denials(Map.of());

    private final Map<Denied, Instant> until;

    private Denials(Map<Denied, Instant> until) {
        this.until = until;
    }

    public static Denials of(Collection<Denial> denials) {
        return new Denials(denials.stream()
                .collect(Collectors.toUnmodifiableMap(
                        denial -> new Denied(denial.kind(), denial.value()),
                        Denial::expiresAt,
                        (one, other) -> one.isAfter(other) ? one : other)));
    }

    boolean deny(PlayToken token, Instant now) {
        return !until.isEmpty()
                && (holds(Denial.Kind.SESSION, token.session(), now)
                        || holds(Denial.Kind.PUBLICATION, token.publication(), now));
    }

    private boolean holds(Denial.Kind kind, String value, Instant now) {
        var end = until.get(new Denied(kind, value));
        return end != null && now.isBefore(end);
    }

    private record Denied(Denial.Kind kind, String value) {}
}
