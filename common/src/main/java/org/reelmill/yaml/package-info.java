/// YAML files that operators write, read so that each fault names file, line and field.
@NullMarked
package org.reelmill.yaml;

import org.jspecify.annotations.NullMarked;
