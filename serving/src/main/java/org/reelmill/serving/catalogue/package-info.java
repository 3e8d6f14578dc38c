/// What viewers see of the titles, from memory.
@NullMarked
package org.reelmill.serving.catalogue;

import org.jspecify.annotations.NullMarked;
