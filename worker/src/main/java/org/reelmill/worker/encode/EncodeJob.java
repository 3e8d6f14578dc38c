package org.reelmill.worker.encode;

import java.nio.file.Path;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungSet;

/// One chunk to be encoded for one set of rungs.
///
/// @param directory empty, for this job alone; what is made lies in it
public record EncodeJob(MediaInput input, IngestPlan plan, Chunk chunk, RungSet set, Path directory) {}
