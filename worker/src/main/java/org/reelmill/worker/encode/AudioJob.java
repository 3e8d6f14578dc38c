package org.reelmill.worker.encode;

import java.nio.file.Path;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;

/// One sound track to be encoded from its start to its end.
///
/// @param directory empty, for this job alone; `init.mp4` and the segments lie in it
public record AudioJob(MediaInput input, IngestPlan plan, AudioPlan audio, Path directory) {}
