/// Outbound HTTP that reaches public addresses only.
@NullMarked
package org.reelmill.http;

import org.jspecify.annotations.NullMarked;
