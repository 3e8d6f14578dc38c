/// The viewer pages and the page of the API.
@NullMarked
package org.reelmill.serving.page;

import org.jspecify.annotations.NullMarked;
