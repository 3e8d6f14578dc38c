@NullMarked
package org.reelmill.http;

import org.jspecify.annotations.NullMarked;
