@NullMarked
package org.reelmill.worker.ingest;

import org.jspecify.annotations.NullMarked;
