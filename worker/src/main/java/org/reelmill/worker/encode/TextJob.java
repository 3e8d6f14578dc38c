package org.reelmill.worker.encode;

import java.nio.file.Path;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.TextPlan;

/// One subtitle track to be turned into WebVTT segments.
///
/// @param directory empty, for this job alone
public record TextJob(MediaInput input, IngestPlan plan, TextPlan text, Path directory) {}
