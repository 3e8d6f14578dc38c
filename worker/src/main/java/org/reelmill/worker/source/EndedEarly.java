package org.reelmill.worker.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Thrown where an origin sends fewer bytes than it had said.
final class EndedEarly extends IOException {

    private static final long serialVersionUID = 1L;

    EndedEarly(long position, @Nullable Throwable cause) {
        super("It is said to be longer, but nothing comes after byte " + position + ".", cause);
    }
}
