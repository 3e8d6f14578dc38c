/// Asking for films, and how far they are.
@NullMarked
package org.reelmill.serving.request;

import org.jspecify.annotations.NullMarked;
