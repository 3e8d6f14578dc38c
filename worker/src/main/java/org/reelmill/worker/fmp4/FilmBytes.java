package org.reelmill.worker.fmp4;

import java.io.IOException;

/// Random access to the bytes of a film.
@FunctionalInterface
public interface FilmBytes {

    /// Reads bytes at a position; fewer than asked for only at the end.
    byte[] at(long position, int length) throws IOException, InterruptedException;
}
