@NullMarked
package org.reelmill.pipeline.verify;

import org.jspecify.annotations.NullMarked;
