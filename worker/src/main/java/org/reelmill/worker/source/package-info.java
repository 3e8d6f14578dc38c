/// Random access to a source: fixed-size parts from the local cache, else object storage, else the origin.
@NullMarked
package org.reelmill.worker.source;

import org.jspecify.annotations.NullMarked;
