@NullMarked
package org.reelmill.pipeline.progress;

import org.jspecify.annotations.NullMarked;
