@NullMarked
package org.reelmill.storage;

import org.jspecify.annotations.NullMarked;
