@NullMarked
package org.reelmill.pipeline.catalog;

import org.jspecify.annotations.NullMarked;
