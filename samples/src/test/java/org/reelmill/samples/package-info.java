@NullMarked
package org.reelmill.samples;

import org.jspecify.annotations.NullMarked;
