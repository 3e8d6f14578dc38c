@NullMarked
package org.reelmill.embedded;

import org.jspecify.annotations.NullMarked;
