package org.reelmill.worker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.VideoStream;

/// What an operator should know of a picture that is not shown as it came.
final class PictureWarnings {

    private static final Duration UNTOLD = Duration.ofMillis(500);

    private PictureWarnings() {}

    static List<String> of(MediaInfo media, OutputGrid grid) {
        VideoStream video = media.video().getFirst();
        var warnings = new ArrayList<String>();
        if (video.colour().isHdr()) {
            warnings.add("The picture is HDR; it is shown in the colours of ordinary screens.");
        }
        if (video.scan() == VideoStream.Scan.INTERLACED) {
            warnings.add("The picture is interlaced; it was made progressive at " + grid.rate() + " frames/s.");
        }
        Duration before = grid.origin().minus(media.start());
        if (!media.audio().isEmpty() && before.compareTo(UNTOLD) > 0) {
            warnings.add("The picture begins %.1f s after the sound; what is heard before is left out."
                    .formatted(before.toMillis() / 1e3));
        }
        return warnings;
    }
}
