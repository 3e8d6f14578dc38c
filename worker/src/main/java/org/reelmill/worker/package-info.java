/// The worker: takes tasks, reads sources, encodes, publishes.
@NullMarked
package org.reelmill.worker;

import org.jspecify.annotations.NullMarked;
