package org.reelmill.web;

import org.springframework.http.HttpStatus;

/// An error that the caller of an HTTP API is told as problem+json (RFC 9457).
public final class Problem extends RuntimeException {

    private final HttpStatus status;
    private final String type;

    /// @param type stable name, e.g. `movie-not-found`; becomes the path of the problem's type
    /// @param detail a sentence for people: what is wrong and what to do
    public Problem(HttpStatus status, String type, String detail) {
        super(detail);
        this.status = status;
        this.type = type;
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
}
