package org.reelmill.worker.encode;

import java.nio.file.Path;
import org.reelmill.worker.plan.StoryboardPlan;

/// Pictures to be drawn on sheets.
///
/// @param pictures a plain H.264 stream of keyframes
/// @param count how many they are
/// @param directory where the sheets are put
public record StoryboardJob(StoryboardPlan plan, Path pictures, int count, Path directory) {}
