package org.reelmill.edge;

/// The bytes `first` to `last`, both included, of a representation (RFC 9110 §14.1.2).
record ByteRange(long first, long last) {

    long bytes() {
        return last - first + 1;
    }

    /// Value of the header `Content-Range`.
    String contentRange(long length) {
        return "bytes " + first + "-" + last + "/" + length;
    }

    boolean overlaps(ByteRange other) {
        return first <= other.last && other.first <= last;
    }
}
