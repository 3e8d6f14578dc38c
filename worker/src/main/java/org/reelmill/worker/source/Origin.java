package org.reelmill.worker.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.RejectedSource;
import org.springframework.util.unit.DataSize;

/// Where a film is fetched from. Says in an operator's words what is wrong with it, and never its address.
/// Thread-safe.
sealed interface Origin permits WebOrigin, BucketOrigin, FolderOrigin, UnknownPlace {

    /// Asks for bytes `first` … `last`, both included. An origin without ranges answers with the whole film.
    ///
    /// @param known what it said before; a different answer means that the film was replaced
    /// @throws IOException if it cannot be reached or falls silent
    /// @throws SourceUnavailable if it asks us to come later
    /// @throws RejectedSource if the film is no good
    Answer ask(long first, long last, @Nullable SourceFile known) throws IOException;

    /// What an error that [#ask] or its answer threw says about it, in a sentence without the address.
    String told(IOException thrown);

    /// What an origin says of a film, if it goes with what it said before.
    ///
    /// @throws RejectedSource if the film is too large, or another one than before
    static SourceFile agreed(SourceFile said, @Nullable SourceFile known, DataSize most) {
        if (said.size() != null && said.size() > most.toBytes()) {
            throw RejectedSource.because(
                    "source-too-large",
                    "The film has " + said.size() + " bytes; at most " + most.toGigabytes() + " GB are taken.");
        }
        if (known != null && (!known.matches(said) || known.ranges() != said.ranges())) {
            throw changed();
        }
        return said;
    }

    static RejectedSource changed() {
        return RejectedSource.because(
                "source-changed",
                "The film was replaced where it lies while it was being read. Start the ingest again.");
    }

    static RejectedSource empty() {
        return RejectedSource.because("source-empty", "The film has 0 bytes. Find another source.");
    }

    static RejectedSource cutOff() {
        return RejectedSource.because(
                "source-truncated", "The film is shorter than was said of it before. Find another source.");
    }

    /// An answer with a body to read, for the caller to close.
    record Answer(InputStream body, SourceFile said, Closeable source) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
