/// Calls to a running Reelmill, as an operator.
@NullMarked
package org.reelmill.app.operator;

import org.jspecify.annotations.NullMarked;
