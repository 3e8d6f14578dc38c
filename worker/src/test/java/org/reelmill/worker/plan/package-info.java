@NullMarked
package org.reelmill.worker.plan;

import org.jspecify.annotations.NullMarked;
