/// The real parts of an installation, each a process on free ports in a directory of its own, for tests.
@NullMarked
package org.reelmill.testing.parts;

import org.jspecify.annotations.NullMarked;
