@NullMarked
package org.reelmill.pipeline;

import org.jspecify.annotations.NullMarked;
