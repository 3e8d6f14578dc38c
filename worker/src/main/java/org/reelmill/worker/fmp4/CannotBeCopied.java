package org.reelmill.worker.fmp4;

/// Thrown where the pictures of a film cannot be taken over as they are. The message goes on after "No rung
/// is copied: ".
public final class CannotBeCopied extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotBeCopied(String reason) {
        super(reason);
    }

    /// The message, which is never missing.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
