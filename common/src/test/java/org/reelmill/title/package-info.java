@NullMarked
package org.reelmill.title;

import org.jspecify.annotations.NullMarked;
