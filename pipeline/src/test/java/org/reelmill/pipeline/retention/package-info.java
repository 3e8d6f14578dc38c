@NullMarked
package org.reelmill.pipeline.retention;

import org.jspecify.annotations.NullMarked;
