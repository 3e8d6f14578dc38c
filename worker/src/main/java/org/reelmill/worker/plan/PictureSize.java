package org.reelmill.worker.plan;

/// Even sides of a picture, square pixels.
record PictureSize(int width, int height) {

    private static final double WIDE = 16.0 / 9.0;

    /// A picture as large as a rung's box lets it be, never enlarged.
    static PictureSize fitted(int width, int height, Rung rung) {
        double scale = Math.min(1, scale(width, height, rung));
        return new PictureSize(even(width * scale), even(height * scale));
    }

    /// By how much a picture would have to be scaled to fill a rung's box.
    static double scale(int width, int height, Rung rung) {
        double longSide = 2 * Math.ceil(rung.height() * WIDE / 2); // 854 for 480, as encoders round it.
        return Math.min((double) rung.height() / Math.min(width, height), longSide / Math.max(width, height));
    }

    private static int even(double side) {
        return Math.max(2, (int) Math.round(side / 2) * 2);
    }
}
