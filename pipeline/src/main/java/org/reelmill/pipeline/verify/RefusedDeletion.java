package org.reelmill.pipeline.verify;

/// Thrown where so much would be deleted that something else must be wrong. Its message tells an operator
/// what to look after.
public final class RefusedDeletion extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedDeletion(String message) {
        super(message);
    }
}
