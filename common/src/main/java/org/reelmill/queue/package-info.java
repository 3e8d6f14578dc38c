/// Tickets that let workers take tasks, over AMQP 0-9-1.
@NullMarked
package org.reelmill.queue;

import org.jspecify.annotations.NullMarked;
