package org.reelmill.worker.probe;

import java.time.Duration;
import org.reelmill.worker.RejectedSource;

/// What is refused, by policy or since it cannot be done yet, in words for an operator.
final class Refusals {

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int WIDEST = 8192;
    private static final int SMALLEST = 16;
    private static final double SLOWEST_RATE = 1;
    private static final double FASTEST_RATE = 300;
    private static final int MOST_TRACKS = 32;

    private Refusals() {}

    /// @throws RejectedSource if this film is refused
    static void check(MediaInfo media) {
        if (media.video().isEmpty()) {
            throw RejectedSource.because("no-video", "The source has no picture track.");
        }
        if (media.video().stream().anyMatch(stream -> stream.codec().equals("encrypted"))
                || media.audio().stream().anyMatch(stream -> stream.codec().equals("encrypted"))) {
            throw RejectedSource.because("encrypted", "The source is encrypted (DRM); it cannot be decoded.");
        }
        checkLength(media);
        checkPicture(media.video().getFirst());
        int tracks = media.audio().size() + media.text().size();
        if (tracks > MOST_TRACKS) {
            throw RejectedSource.because(
                    "too-many-tracks",
                    "The source has %d sound and text tracks; %d are allowed.".formatted(tracks, MOST_TRACKS));
        }
    }

    private static void checkLength(MediaInfo media) {
        boolean unknown = media.duration().isZero() || media.duration().isNegative();
        // A fragmented file has its frames' times spread over the whole: that needs a SCANNED plan.
        if (unknown || media.demuxer().equals("mov") && media.video().getFirst().frames() == null) {
            throw RejectedSource.because(
                    "no-index",
                    "The container does not tell its length and frames up front (a fragmented or unfinished file); such films cannot be ingested yet.");
        }
        if (media.duration().compareTo(LONGEST) > 0) {
            throw RejectedSource.because(
                    "too-long",
                    "The source lasts %d h; %d h are allowed."
                            .formatted(media.duration().toHours(), LONGEST.toHours()));
        }
    }

    private static void checkPicture(VideoStream video) {
        if (video.codec().equals("unknown") || video.pixelFormat().equals("unknown")) {
            throw RejectedSource.because(
                    "cannot-decode", "The picture track (%s) cannot be decoded.".formatted(video.codec()));
        }
        if (Math.max(video.width(), video.height()) > WIDEST || Math.min(video.width(), video.height()) < SMALLEST) {
            throw RejectedSource.because(
                    "picture-size",
                    "The picture is %d × %d; sides of %d to %d are allowed."
                            .formatted(video.width(), video.height(), SMALLEST, WIDEST));
        }
        double rate = video.averageRate().value();
        if (rate < SLOWEST_RATE || rate > FASTEST_RATE) {
            throw RejectedSource.because(
                    "frame-rate", "The picture has %.3f frames/s; 1 to 300 are allowed.".formatted(rate));
        }
    }
}
