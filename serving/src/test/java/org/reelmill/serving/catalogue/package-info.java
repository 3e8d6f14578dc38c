/// Tests of what viewers see.
@NullMarked
package org.reelmill.serving.catalogue;

import org.jspecify.annotations.NullMarked;
