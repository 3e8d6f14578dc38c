@NullMarked
package org.reelmill.hls;

import org.jspecify.annotations.NullMarked;
