/// What the product says to the document store, recorded over all tests and held to the subset that means the
/// same on MongoDB 6 to 8.
@NullMarked
package org.reelmill.testing.commands;

import org.jspecify.annotations.NullMarked;
