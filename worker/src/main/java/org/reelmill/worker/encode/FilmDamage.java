package org.reelmill.worker.encode;

import org.reelmill.worker.RejectedSource;

/// How much of a picture may be damaged: a little passes, much is no film that anybody wants to see.
public final class FilmDamage {

    private static final int MOST_PERCENT = 20;

    private FilmDamage() {}

    /// Over all chunks of a film.
    ///
    /// @param damaged pictures that the source lacks or that had to be made up
    /// @param frames of the film
    /// @throws RejectedSource if it is more than can be shown
    public static void check(long damaged, long frames) {
        if (isTooMuch(damaged, frames)) {
            throw RejectedSource.because(
                    "damaged-picture",
                    "The picture is damaged: %d of the film's %d frames cannot be decoded.".formatted(damaged, frames));
        }
    }

    static boolean isTooMuch(long damaged, long frames) {
        return damaged * 100 > frames * MOST_PERCENT;
    }
}
