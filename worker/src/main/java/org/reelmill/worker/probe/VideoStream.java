package org.reelmill.worker.probe;

import org.jspecify.annotations.Nullable;

/// A picture track.
///
/// @param index of the stream in the container
/// @param width of the coded picture, before rotation and aspect
/// @param sampleAspect width of a pixel over its height
/// @param rotation clockwise in degrees, as it has to be turned to be shown upright: 0, 90, 180, 270
/// @param nominalRate ffprobe's `r_frame_rate`: the lowest rate that all times can be laid on
/// @param averageRate frames over time
/// @param timing where its frames stand, measured; null until that was done
public record VideoStream(
        int index,
        String codec,
        int width,
        int height,
        Rational sampleAspect,
        int rotation,
        String pixelFormat,
        Rational nominalRate,
        Rational averageRate,
        @Nullable Long frames,
        Colour colour,
        Scan scan,
        @Nullable String language,
        boolean isDefault,
        @Nullable FrameTiming timing) {

    /// How a picture is scanned.
    public enum Scan {
        PROGRESSIVE,
        INTERLACED
    }

    /// How colours are coded, in ffmpeg's words; null where the container does not say.
    public record Colour(
            @Nullable String range,
            @Nullable String matrix,
            @Nullable String primaries,
            @Nullable String transfer) {

        /// Whether it has to be tone-mapped for ordinary screens.
        public boolean isHdr() {
            return "smpte2084".equals(transfer) || "arib-std-b67".equals(transfer);
        }
    }

    /// Width as it is shown: upright, with square pixels, at the coded height or width, whichever grows.
    public int displayWidth() {
        return isTurned() ? height : squareWidth();
    }

    /// Height as it is shown: upright, with square pixels.
    public int displayHeight() {
        return isTurned() ? squareWidth() : height;
    }

    private boolean isTurned() {
        return rotation == 90 || rotation == 270;
    }

    private int squareWidth() {
        return (int) Math.round(width * sampleAspect.value());
    }

    /// This stream with its frames measured.
    VideoStream with(FrameTiming measured) {
        return new VideoStream(
                index,
                codec,
                width,
                height,
                sampleAspect,
                rotation,
                pixelFormat,
                nominalRate,
                averageRate,
                frames,
                colour,
                scan,
                language,
                isDefault,
                measured);
    }
}
