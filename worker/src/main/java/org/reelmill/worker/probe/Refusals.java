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
        checkLength(media.duration());
        checkPicture(media.video().getFirst());
        int tracks = media.audio().size() + media.text().size();
        if (tracks > MOST_TRACKS) {
            throw RejectedSource.because(
                    "too-many-tracks",
                    "The source has %d sound and text tracks; %d are allowed.".formatted(tracks, MOST_TRACKS));
        }
    }

    /// @throws RejectedSource if its frames are too many or come too fast
    static void check(FrameTiming timing) {
        checkLength(timing.last().minus(timing.first()));
        checkRate(timing.rate());
    }

    private static void checkLength(Duration length) {
        if (length.compareTo(LONGEST) > 0) {
            throw RejectedSource.because(
                    "too-long",
                    "The source lasts %d h; %d h are allowed.".formatted(length.toHours(), LONGEST.toHours()));
        }
    }

    // What it declares comes first: that it cannot be decoded often follows from that.
    private static void checkPicture(VideoStream video) {
        if (Math.max(video.width(), video.height()) > WIDEST) {
            throw wrongSize(video);
        }
        if (video.frames() != null) { // Else the average is no more than a guess.
            checkRate(video.averageRate());
        }
        if (video.codec().equals("unknown") || video.pixelFormat().equals("unknown")) {
            throw RejectedSource.because(
                    "cannot-decode", "The picture track (%s) cannot be decoded.".formatted(video.codec()));
        }
        if (Math.min(video.width(), video.height()) < SMALLEST) {
            throw wrongSize(video);
        }
    }

    private static RejectedSource wrongSize(VideoStream video) {
        return RejectedSource.because(
                "picture-size",
                "The picture is %d × %d; sides of %d to %d are allowed."
                        .formatted(video.width(), video.height(), SMALLEST, WIDEST));
    }

    private static void checkRate(Rational rate) {
        if (rate.value() < SLOWEST_RATE || rate.value() > FASTEST_RATE) {
            throw RejectedSource.because(
                    "frame-rate", "The picture has %.3f frames/s; 1 to 300 are allowed.".formatted(rate.value()));
        }
    }
}
