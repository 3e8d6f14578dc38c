@NullMarked
package org.reelmill.worker.publish;

import org.jspecify.annotations.NullMarked;
