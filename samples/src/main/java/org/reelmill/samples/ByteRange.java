package org.reelmill.samples;

import java.util.Optional;
import java.util.regex.Pattern;

/// The bytes `first` to `last`, both included, of a file of `size` bytes (RFC 9110 §14).
public record ByteRange(long first, long last, long size) {

    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /// What a `Range` header asks for. Empty when it is to be ignored: another unit, several
    /// ranges, or not a range at all. A range that [cannot be satisfied][#satisfiable] is returned
    /// as it was asked for.
    public static Optional<ByteRange> parse(String header, long size) {
        var range = SINGLE.matcher(header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            var suffix = Long.parseLong(range.group(2));
            return Optional.of(new ByteRange(suffix == 0 ? size : Math.max(0, size - suffix), size - 1, size));
        }
        var first = Long.parseLong(range.group(1));
        var last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
        return last < first ? Optional.empty() : Optional.of(new ByteRange(first, Math.min(last, size - 1), size));
    }

    public static ByteRange whole(long size) {
        return new ByteRange(0, size - 1, size);
    }

    public boolean satisfiable() {
        return first < size;
    }

    public long length() {
        return last - first + 1;
    }

    public String contentRange() {
        return satisfiable() ? "bytes " + first + "-" + last + "/" + size : "bytes */" + size;
    }
}
