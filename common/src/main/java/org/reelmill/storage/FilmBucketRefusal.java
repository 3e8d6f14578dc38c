package org.reelmill.storage;

/// Thrown where the store of films answers, but not with the film. Holds neither the key nor what the client
/// threw.
public final class FilmBucketRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int status;

    FilmBucketRefusal(Reason reason, int status) {
        super("The store answered " + status + ".");
        this.reason = reason;
        this.status = status;
    }

    /// Why there is no film.
    public enum Reason {
        GONE,
        /// Another object lies under the key now.
        CHANGED,
        /// The object ends before the range that was asked for.
        PAST_THE_END,
        /// We may not read this object.
        FORBIDDEN,
        /// The store does not know our key, the bucket or the region.
        MISCONFIGURED,
        /// The store is overloaded or broken at present.
        AWAY
    }

    public Reason reason() {
        return reason;
    }

    /// The HTTP status that the store answered.
    public int status() {
        return status;
    }
}
