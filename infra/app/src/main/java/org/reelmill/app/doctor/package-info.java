/// Looks at every part that Reelmill is configured for and says what is wrong and what to do.
@NullMarked
package org.reelmill.app.doctor;

import org.jspecify.annotations.NullMarked;
