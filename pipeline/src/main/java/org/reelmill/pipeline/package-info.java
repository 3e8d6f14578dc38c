/// The pipeline: reads catalogues, queues what is wanted, puts right what went wrong.
@NullMarked
package org.reelmill.pipeline;

import org.jspecify.annotations.NullMarked;
