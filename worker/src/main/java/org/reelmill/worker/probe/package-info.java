/// What a source is: its container, streams, times and colours, and why it may be refused.
@NullMarked
package org.reelmill.worker.probe;

import org.jspecify.annotations.NullMarked;
