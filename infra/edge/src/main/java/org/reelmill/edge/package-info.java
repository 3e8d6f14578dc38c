/// The Java edge: what stands between players and the object store.
@NullMarked
package org.reelmill.edge;

import org.jspecify.annotations.NullMarked;
