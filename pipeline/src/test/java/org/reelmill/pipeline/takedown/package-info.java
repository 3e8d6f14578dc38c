@NullMarked
package org.reelmill.pipeline.takedown;

import org.jspecify.annotations.NullMarked;
