package org.reelmill.worker.source;

/// Bytes of a film.
///
/// @param first position of the first one
/// @param end position after the last one
public record ByteRange(long first, long end) {

    public ByteRange {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("There are no bytes from " + first + " to " + end + ".");
        }
    }

    long length() {
        return end - first;
    }
}
