@NullMarked
package org.reelmill.worker.probe;

import org.jspecify.annotations.NullMarked;
