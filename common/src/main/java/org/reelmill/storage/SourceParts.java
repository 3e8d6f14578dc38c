package org.reelmill.storage;

/// How the bytes of a source lie in object storage: as parts of one fixed size, `sources/<source
/// id>/part-NNNNNN`, numbered from 0; only the last one is shorter.
public final class SourceParts {

    public static final int PART_BYTES = 4 * 1024 * 1024;

    private SourceParts() {}

    /// The key of one part.
    ///
    /// @param number from 0
    public static String key(String source, long number) {
        return prefix(source) + "part-%06d".formatted(number);
    }

    /// What the keys of all parts of a source begin with; ends with a slash.
    public static String prefix(String source) {
        return "sources/" + source + "/";
    }

    /// How many parts a source of this size has.
    public static long count(long bytes) {
        return Math.ceilDiv(bytes, PART_BYTES);
    }
}
