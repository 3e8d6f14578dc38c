package org.reelmill.worker.source;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A few ranges of a film's bytes, read as if they were one file: what a container says at its start, and
/// then all from some picture on. A demuxer reads it like a film that begins there.
public record Excerpt(List<ByteRange> ranges) {

    private static final int MOST_RANGES = 64;

    public Excerpt {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() || ranges.size() > MOST_RANGES) {
            throw new IllegalArgumentException("An excerpt has 1 to " + MOST_RANGES + " ranges, not " + ranges.size());
        }
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException if it is no excerpt
    static Excerpt parse(String text) {
        return new Excerpt(Arrays.stream(text.split(","))
                .map(range -> range.split("-", 2))
                .map(ends -> new ByteRange(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                .toList());
    }

    /// For an address: `0-376,188000-940000`, the second number of a range being its end.
    String text() {
        return ranges.stream().map(range -> range.first() + "-" + range.end()).collect(Collectors.joining(","));
    }

    /// How many bytes it has.
    public long size() {
        return ranges.stream().mapToLong(ByteRange::length).sum();
    }

    /// What of the film stands at a position of the excerpt and behind it, up to the end of a range.
    ///
    /// @throws IllegalArgumentException if it has no such position
    ByteRange at(long position) {
        long before = 0;
        for (ByteRange range : ranges) {
            if (position < before + range.length()) {
                return new ByteRange(range.first() + position - before, range.end());
            }
            before += range.length();
        }
        throw new IllegalArgumentException("An excerpt of " + size() + " bytes has none at " + position + ".");
    }
}
