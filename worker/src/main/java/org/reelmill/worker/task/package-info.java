/// Takes tickets, leases tasks and ends them.
@NullMarked
package org.reelmill.worker.task;

import org.jspecify.annotations.NullMarked;
