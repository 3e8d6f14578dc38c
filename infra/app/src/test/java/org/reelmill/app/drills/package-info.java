/// Drills: processes are killed, parts disturbed, clocks turned, and afterwards everything is counted.
@NullMarked
package org.reelmill.app.drills;

import org.jspecify.annotations.NullMarked;
