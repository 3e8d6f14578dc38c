package org.reelmill.worker.encode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What encoding a chunk made, checked against the plan.
///
/// @param inits init segment of each rung; equal, byte by byte, over all chunks of a film
/// @param segments of all rungs
/// @param damaged pictures that the source lacks or that had to be made up
public record EncodedChunk(Map<String, Path> inits, List<EncodedSegment> segments, long damaged) {

    public EncodedChunk {
        inits = Map.copyOf(inits);
        segments = List.copyOf(segments);
    }
}
