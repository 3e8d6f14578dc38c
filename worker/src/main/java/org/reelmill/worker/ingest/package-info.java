/// The story of an ingest: opened, its chunks and tracks encoded, finished.
@NullMarked
package org.reelmill.worker.ingest;

import org.jspecify.annotations.NullMarked;
