/// Turns the parts of a plan into files: video chunks, audio tracks, text tracks, the poster.
@NullMarked
package org.reelmill.worker.encode;

import org.jspecify.annotations.NullMarked;
