package org.reelmill.web;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// An error that the caller of an HTTP API is told as problem+json (RFC 9457).
public final class Problem extends RuntimeException {

    private final HttpStatus status;
    private final String type;
    private final @Nullable Duration retryAfter;

    /// @param type stable name, e.g. `movie-not-found`; becomes the path of the problem's type
    /// @param detail a sentence for people: what is wrong and what to do
    public Problem(HttpStatus status, String type, String detail) {
        this(status, type, detail, null);
    }

    private Problem(HttpStatus status, String type, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /// A caller has used up its share (RFC 6585 §4).
    ///
    /// @param retryAfter when it may call again
    public static Problem tooMany(String type, String detail, Duration retryAfter) {
        return new Problem(HttpStatus.TOO_MANY_REQUESTS, type, detail, retryAfter);
    }

    public static Problem notFound(String type, String detail) {
        return new Problem(HttpStatus.NOT_FOUND, type, detail);
    }

    public static Problem badRequest(String type, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, type, detail);
    }

    public HttpStatus status() {
        return status;
    }

    public String type() {
        return type;
    }

    /// Becomes the header `Retry-After`.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
