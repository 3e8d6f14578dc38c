/// What keeps ffmpeg, which reads what strangers send, from files and networks that are not its own.
@NullMarked
package org.reelmill.worker.ffmpeg.sandbox;

import org.jspecify.annotations.NullMarked;
