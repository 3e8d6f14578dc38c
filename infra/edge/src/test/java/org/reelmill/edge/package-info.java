@NullMarked
package org.reelmill.edge;

import org.jspecify.annotations.NullMarked;
