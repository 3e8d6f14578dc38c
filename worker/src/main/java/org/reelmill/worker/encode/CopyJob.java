package org.reelmill.worker.encode;

import java.nio.file.Path;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.CopyPlanner;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;

/// A piece of the film to be copied for one rung.
///
/// @param film to be read
/// @param directory empty, for this job alone; what is made lies in it
public record CopyJob(CopyPlanner.Film film, IngestPlan plan, RungPlan rung, Chunk piece, Path directory) {}
