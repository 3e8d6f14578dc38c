@NullMarked
package org.reelmill.app.doctor;

import org.jspecify.annotations.NullMarked;
