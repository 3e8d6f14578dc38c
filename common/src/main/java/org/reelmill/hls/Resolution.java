package org.reelmill.hls;

/// Size of a picture in pixels (decimal-resolution, RFC 8216 §4.2).
public record Resolution(int width, int height) {

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
