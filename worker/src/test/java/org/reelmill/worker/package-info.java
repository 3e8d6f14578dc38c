@NullMarked
package org.reelmill.worker;

import org.jspecify.annotations.NullMarked;
