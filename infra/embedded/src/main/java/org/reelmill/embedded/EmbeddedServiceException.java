package org.reelmill.embedded;

import java.nio.file.Path;

/// An embedded part could not start or go on. The message is a sentence for a person: what, where, and what
/// to do.
public final class EmbeddedServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedServiceException(String message) {
        super(message);
    }

    EmbeddedServiceException(String message, Throwable cause) {
        super(message, cause);
    }

    static EmbeddedServiceException directoryInUse(Path directory, Throwable cause) {
        return new EmbeddedServiceException(
                "Another Reelmill uses the data directory " + directory.toAbsolutePath()
                        + ". Stop that one first, or choose another directory with --data DIR.",
                cause);
    }

    static EmbeddedServiceException portInUse(String part, int port, Throwable cause) {
        return new EmbeddedServiceException(
                "The " + part + " cannot listen on 127.0.0.1:" + port
                        + ". Stop the program that uses this port, or configure another port (0 takes a free one).",
                cause);
    }

    static EmbeddedServiceException notStarted(String part, Path directory, Throwable cause) {
        return new EmbeddedServiceException(
                "The " + part + " did not start on " + directory.toAbsolutePath() + ": " + cause.getMessage()
                        + ". Check that the directory can be written and that the disk is not full.",
                cause);
    }
}
