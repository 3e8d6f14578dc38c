@NullMarked
package org.reelmill.worker.source;

import org.jspecify.annotations.NullMarked;
