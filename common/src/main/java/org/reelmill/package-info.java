/// The parts that every app of Reelmill is wired from.
@NullMarked
package org.reelmill;

import org.jspecify.annotations.NullMarked;
