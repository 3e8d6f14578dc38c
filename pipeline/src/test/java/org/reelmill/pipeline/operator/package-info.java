@NullMarked
package org.reelmill.pipeline.operator;

import org.jspecify.annotations.NullMarked;
