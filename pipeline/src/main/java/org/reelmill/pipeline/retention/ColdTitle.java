package org.reelmill.pipeline.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A title that may be put away.
///
/// @param bytes that this frees
/// @param lastWatched or, of a title that never was, when it became READY
record ColdTitle(String id, String name, String publication, long bytes, Instant lastWatched) {

    /// Those that have to go for so many bytes to become free, coldest first; all of them if that is not
    /// enough. Pure.
    static List<ColdTitle> toFree(long bytes, List<ColdTitle> titles) {
        var going = new ArrayList<ColdTitle>();
        long freed = 0;
        var coldestFirst = titles.stream()
                .sorted(Comparator.comparing(ColdTitle::lastWatched).thenComparing(ColdTitle::id))
                .toList();
        for (ColdTitle title : coldestFirst) {
            if (freed >= bytes) {
                break;
            }
            going.add(title);
            freed += title.bytes();
        }
        return List.copyOf(going);
    }
}
