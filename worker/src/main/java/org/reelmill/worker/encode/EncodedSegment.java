package org.reelmill.worker.encode;

import java.nio.file.Path;

/// A media segment that lies ready on this worker's disk, checked.
///
/// @param rendition e.g. `v720`, `a0-eng`, `t0-eng`
/// @param number from 0, over the film; the same number covers the same time in every rendition
/// @param startTicks when it is first seen or heard. Of pictures its `tfdt`; of sound 1024 ticks less, but
///     for the first segment, which has the frame before 0 in it
/// @param frames pictures, AAC frames, or cues
public record EncodedSegment(
        String rendition, int number, Path file, long startTicks, long durationTicks, int timescale, int frames) {}
