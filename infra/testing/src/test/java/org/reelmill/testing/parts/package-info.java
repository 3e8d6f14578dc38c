@NullMarked
package org.reelmill.testing.parts;

import org.jspecify.annotations.NullMarked;
