package org.reelmill.worker.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Failure;

/// Thrown where a source cannot be read at present; trying again later may help.
public final class SourceUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    SourceUnavailable(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    SourceUnavailable(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /// What the server asked for.
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    public Failure failure() {
        return new Failure(
                "source-unavailable",
                "The film could not be fetched: " + getMessage() + " Start the ingest again when that is over.",
                null);
    }
}
