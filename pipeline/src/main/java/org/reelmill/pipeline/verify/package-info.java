/// Holds the object store against the record: finds what is missing or damaged and has it made again, and
/// removes what nobody needs.
@NullMarked
package org.reelmill.pipeline.verify;

import org.jspecify.annotations.NullMarked;
