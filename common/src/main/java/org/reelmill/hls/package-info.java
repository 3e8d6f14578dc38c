/// HLS playlists (RFC 8216) as values, with a writer and a reader.
@NullMarked
package org.reelmill.hls;

import org.jspecify.annotations.NullMarked;
