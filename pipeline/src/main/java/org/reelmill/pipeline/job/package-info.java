/// The batch jobs: discover, enqueue, reconcile; starting, watching and steering them.
@NullMarked
package org.reelmill.pipeline.job;

import org.jspecify.annotations.NullMarked;
