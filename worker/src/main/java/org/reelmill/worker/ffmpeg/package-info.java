/// The only place that starts processes: ffmpeg and ffprobe, watched, stopped and explained when they fail.
@NullMarked
package org.reelmill.worker.ffmpeg;

import org.jspecify.annotations.NullMarked;
