/// Reads and writes the boxes of fragmented MP4 (ISO/IEC 14496-12, CMAF 23000-19).
@NullMarked
package org.reelmill.worker.fmp4;

import org.jspecify.annotations.NullMarked;
