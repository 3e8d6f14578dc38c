/// Keeps the library within its room: what nobody plays is deleted, cold titles are put away, source parts
/// are dropped.
@NullMarked
package org.reelmill.pipeline.retention;

import org.jspecify.annotations.NullMarked;
