package org.reelmill.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;

/// A tag's line as read, with its number for complaints.
///
/// @param value what follows the colon; empty where there is none
record TagLine(int number, String label, String value) {

    private static final Pattern INTEGER = Pattern.compile("\\d{1,18}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,18})?");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:@(\\d{1,18}))?");
    private static final int NANOS = 9;

    PlaylistFault fault(String what) {
        return new PlaylistFault(number, label + " " + what);
    }

    long integer() {
        return integer(value);
    }

    long integer(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw fault("needs a whole number, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    int smallInteger() {
        long integer = integer();
        if (integer > Integer.MAX_VALUE) {
            throw fault("is too great: " + integer);
        }
        return (int) integer;
    }

    Duration seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            throw fault("needs a duration in seconds, not '" + text + "'");
        }
        return Duration.ofNanos(new BigDecimal(text)
                .movePointRight(NANOS)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    /// A range that may leave out its offset.
    ///
    /// @param offset that holds then
    ByteRange range(String text, long offset) {
        var match = RANGE.matcher(text);
        if (!match.matches()) {
            throw fault("needs a byte range, not '" + text + "'");
        }
        return new ByteRange(
                Long.parseLong(match.group(1)), match.group(2) == null ? offset : Long.parseLong(match.group(2)));
    }

    static boolean hasOffset(String range) {
        return range.indexOf('@') >= 0;
    }

    void mustBeBare() {
        if (!value.isEmpty()) {
            throw fault("has no value, not '" + value + "'");
        }
    }

    Attributes attributes() {
        return Attributes.parse(this);
    }
}
