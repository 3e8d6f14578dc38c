/// Runs one app as a process of its own, on real parts.
@NullMarked
package org.reelmill.app.process;

import org.jspecify.annotations.NullMarked;
