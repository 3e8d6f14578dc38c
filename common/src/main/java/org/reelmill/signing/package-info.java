/// Play tokens: signed path prefixes that let one play session read one publication.
@NullMarked
package org.reelmill.signing;

import org.jspecify.annotations.NullMarked;
