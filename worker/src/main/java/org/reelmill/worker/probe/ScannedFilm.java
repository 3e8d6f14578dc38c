package org.reelmill.worker.probe;

import java.io.IOException;
import java.util.function.Function;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.source.Excerpt;

/// The bytes of a film of which all packets have been heard.
///
/// @param whole where ffmpeg reads it
/// @param excerpts where ffmpeg reads an excerpt of it
public record ScannedFilm(long size, MediaInput whole, Bytes bytes, Function<Excerpt, MediaInput> excerpts) {

    /// Reads bytes at a position; fewer than asked for only at the end.
    @FunctionalInterface
    public interface Bytes {
        byte[] at(long position, int length) throws IOException, InterruptedException;
    }
}
