package org.reelmill.worker;

import org.jspecify.annotations.Nullable;
import org.reelmill.title.Failure;

/// Thrown where a source is no good: it is never tried again by itself, and an operator reads why.
public final class RejectedSource extends RuntimeException {

    /// Code of a film of which no rung can be copied after all: it is begun anew at once, without copying.
    public static final String MUST_BE_ENCODED = "must-be-encoded";

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public RejectedSource(Failure failure) {
        this(failure, null);
    }

    public RejectedSource(Failure failure, @Nullable Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure;
    }

    /// @param code stable, for programs
    /// @param reason a sentence for an operator
    public static RejectedSource because(String code, String reason) {
        return new RejectedSource(new Failure(code, reason, null));
    }

    /// @param reason why no rung can be copied, as a clause
    public static RejectedSource mustBeEncoded(String reason) {
        return new RejectedSource(new Failure(
                MUST_BE_ENCODED,
                "No rung of the film can be copied, as was thought when it was opened: %s. It is encoded instead."
                        .formatted(reason),
                reason));
    }

    public Failure failure() {
        return failure;
    }
}
