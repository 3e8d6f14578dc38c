/// What operators see and do over HTTP, and the drop folder.
@NullMarked
package org.reelmill.pipeline.operator;

import org.jspecify.annotations.NullMarked;
