@NullMarked
package org.reelmill.worker.task;

import org.jspecify.annotations.NullMarked;
