package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Some segments in a row of a media playlist on disk, so that a long film is read piece by piece.
///
/// @param start second of the film at which the first of them begins
/// @param segments with their init segment in front
record SegmentRange(double start, List<Path> segments) {

    private static final String MAP = "#EXT-X-MAP:URI=\"";
    private static final String LENGTH = "#EXTINF:";

    SegmentRange {
        segments = List.copyOf(segments);
    }

    /// All segments of a playlist, in ranges of so many.
    static List<SegmentRange> of(Path playlist, int most) throws IOException {
        var ranges = new ArrayList<SegmentRange>();
        var segments = new ArrayList<Path>();
        List<Path> init = List.of();
        double start = 0;
        double end = 0;
        for (String line : Files.readAllLines(playlist)) {
            if (line.startsWith(MAP)) {
                init = List.of(playlist.resolveSibling(line.substring(MAP.length(), line.indexOf('"', MAP.length()))));
            } else if (line.startsWith(LENGTH)) {
                end += Double.parseDouble(line.substring(LENGTH.length(), line.indexOf(',')));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                segments.add(playlist.resolveSibling(line.strip()));
                if (segments.size() == most) {
                    ranges.add(range(start, init, segments));
                    segments.clear();
                    start = end;
                }
            }
        }
        if (!segments.isEmpty()) {
            ranges.add(range(start, init, segments));
        }
        return ranges;
    }

    private static SegmentRange range(double start, List<Path> init, List<Path> segments) {
        var all = new ArrayList<>(init);
        all.addAll(segments);
        return new SegmentRange(start, all);
    }

    /// Joins them as they are.
    Path joined(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (Path segment : segments) {
                Files.copy(segment, out);
            }
        }
        return file;
    }
}
