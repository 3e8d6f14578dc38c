/// Reads catalogues of films: recipes, pages, titles.
@NullMarked
package org.reelmill.pipeline.catalog;

import org.jspecify.annotations.NullMarked;
