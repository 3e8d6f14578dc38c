/// What the tests of several modules use: films that tell on us, a misbehaving web server, a
/// browser.
@NullMarked
package org.reelmill.testing;

import org.jspecify.annotations.NullMarked;
