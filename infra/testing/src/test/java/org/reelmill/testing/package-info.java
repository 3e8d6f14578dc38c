@NullMarked
package org.reelmill.testing;

import org.jspecify.annotations.NullMarked;
