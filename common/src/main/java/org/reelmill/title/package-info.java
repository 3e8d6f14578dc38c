/// What is worked on: titles, sources, ingests and tasks, with their states and stores.
@NullMarked
package org.reelmill.title;

import org.jspecify.annotations.NullMarked;
