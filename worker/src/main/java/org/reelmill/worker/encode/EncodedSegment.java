package org.reelmill.worker.encode;

import java.nio.file.Path;

/// A media segment that lies ready on this worker's disk, checked.
///
/// @param rendition e.g. `v720`, `a0-eng`, `t0-eng`
/// @param number from 0, over the film; the same number covers the same time in every rendition
/// @param startTicks decode time of its first sample, as its `tfdt` says; of text: its start
/// @param frames pictures, AAC frames, or cues
public record EncodedSegment(
        String rendition, int number, Path file, long startTicks, long durationTicks, int timescale, int frames) {}
