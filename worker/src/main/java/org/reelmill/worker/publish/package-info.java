/// What players read: names of objects, growing playlists, the gate, final playlists.
@NullMarked
package org.reelmill.worker.publish;

import org.jspecify.annotations.NullMarked;
