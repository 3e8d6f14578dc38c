/// The numbers that Reelmill promises, each measured beside its baseline in the same run.
@NullMarked
package org.reelmill.bench;

import org.jspecify.annotations.NullMarked;
