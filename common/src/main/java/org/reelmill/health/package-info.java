/// How an app knows and says whether the parts that it needs answer.
@NullMarked
package org.reelmill.health;

import org.jspecify.annotations.NullMarked;
