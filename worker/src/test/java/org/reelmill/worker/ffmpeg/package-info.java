@NullMarked
package org.reelmill.worker.ffmpeg;

import org.jspecify.annotations.NullMarked;
