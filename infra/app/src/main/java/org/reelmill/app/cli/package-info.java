/// The command line for operators.
@NullMarked
package org.reelmill.app.cli;

import org.jspecify.annotations.NullMarked;
