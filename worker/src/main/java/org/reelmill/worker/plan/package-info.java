/// What an ingest will make of a source: output grid, rungs, chunks, audio and text. Values and pure methods.
@NullMarked
package org.reelmill.worker.plan;

import org.jspecify.annotations.NullMarked;
