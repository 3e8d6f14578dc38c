@NullMarked
package org.reelmill.bench;

import org.jspecify.annotations.NullMarked;
