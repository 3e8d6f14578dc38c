/// Everything in one JVM for a first try, and one process of an app for production.
@NullMarked
package org.reelmill.app;

import org.jspecify.annotations.NullMarked;
