@NullMarked
package org.reelmill.signing;

import org.jspecify.annotations.NullMarked;
