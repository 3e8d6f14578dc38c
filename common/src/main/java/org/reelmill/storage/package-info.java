/// The object store, over the AWS SDK, and the names of objects in it.
@NullMarked
package org.reelmill.storage;

import org.jspecify.annotations.NullMarked;
