/// Grants, play sessions and denials.
@NullMarked
package org.reelmill.serving.playback;

import org.jspecify.annotations.NullMarked;
