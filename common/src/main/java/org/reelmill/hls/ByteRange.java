package org.reelmill.hls;

/// A part of a resource (RFC 8216 §4.3.2.2).
///
/// @param length in bytes
/// @param offset of its first byte
public record ByteRange(long length, long offset) {

    /// The offset after its last byte, where a range without an offset of its own begins.
    public long end() {
        return offset + length;
    }

    /// As tags write it: `length@offset`.
    @Override
    public String toString() {
        return length + "@" + offset;
    }
}
