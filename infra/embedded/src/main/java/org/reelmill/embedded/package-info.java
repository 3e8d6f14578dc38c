/// The parts that a first try runs on, inside one JVM: a document store, a broker, an object store and
/// ffmpeg. Each speaks its real protocol on 127.0.0.1, so that going to real parts is configuration only.
@NullMarked
package org.reelmill.embedded;

import org.jspecify.annotations.NullMarked;
