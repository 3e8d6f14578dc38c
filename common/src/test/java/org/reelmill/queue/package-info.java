@NullMarked
package org.reelmill.queue;

import org.jspecify.annotations.NullMarked;
