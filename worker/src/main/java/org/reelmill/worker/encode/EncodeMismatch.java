package org.reelmill.worker.encode;

/// What an encoder made is not what the plan says: frames are missing, or stand at other times.
public final class EncodeMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EncodeMismatch(String message) {
        super(message);
    }
}
