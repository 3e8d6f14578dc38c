/// Puts right what crashes leave behind: dead leases, lost tickets, half-made ingests, objects of nobody.
@NullMarked
package org.reelmill.pipeline.reconcile;

import org.jspecify.annotations.NullMarked;
