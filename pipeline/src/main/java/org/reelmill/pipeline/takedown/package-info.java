/// Taking titles down, and bringing them back.
@NullMarked
package org.reelmill.pipeline.takedown;

import org.jspecify.annotations.NullMarked;
