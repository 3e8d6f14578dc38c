@NullMarked
package org.reelmill.pipeline.reconcile;

import org.jspecify.annotations.NullMarked;
