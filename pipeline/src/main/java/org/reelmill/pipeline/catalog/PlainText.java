package org.reelmill.pipeline.catalog;

/// What came from outside, as a line that can be shown anywhere.
public final class PlainText {

    private PlainText() {}

    /// Without control characters and bidirectional overrides, which could rewrite what a reader sees.
    public static String of(String text, int maxLength) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069]+", " ")
                .strip();
        return clean.length() > maxLength ? clean.substring(0, clean.offsetByCodePoints(0, maxLength - 1)) : clean;
    }
}
