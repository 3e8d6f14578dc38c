/// Tests of requests.
@NullMarked
package org.reelmill.serving.request;

import org.jspecify.annotations.NullMarked;
