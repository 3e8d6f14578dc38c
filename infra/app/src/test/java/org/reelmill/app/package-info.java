@NullMarked
package org.reelmill.app;

import org.jspecify.annotations.NullMarked;
