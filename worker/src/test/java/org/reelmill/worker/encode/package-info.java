@NullMarked
package org.reelmill.worker.encode;

import org.jspecify.annotations.NullMarked;
