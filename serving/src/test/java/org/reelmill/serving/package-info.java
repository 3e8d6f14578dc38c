/// Tests of the serving app over HTTP, on the embedded services.
@NullMarked
package org.reelmill.serving;

import org.jspecify.annotations.NullMarked;
