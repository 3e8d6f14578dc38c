package org.reelmill.edge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.coyote.Request;

/// The conditions of a request on the representation that it would get (RFC 9110 §13), in the order of
/// §13.2.2.
///
/// @param etag strong, with its quotes
record Conditions(Request request, String etag, Instant lastModified) {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /// 412: the viewer holds another version than it says it needs.
    boolean fail() {
        var match = request.getHeader("If-Match");
        if (match != null) {
            return !match.strip().equals("*") && !listsStrongly(match);
        }
        return date("If-Unmodified-Since")
                .filter(since -> wholeSecond().isAfter(since))
                .isPresent();
    }

    /// 304: the viewer holds this version.
    boolean sayUnchanged() {
        var noneMatch = request.getHeader("If-None-Match");
        if (noneMatch != null) {
            return noneMatch.strip().equals("*")
                    || ENTITY_TAG
                            .matcher(noneMatch)
                            .results()
                            .anyMatch(tag -> tag.group(2).equals(etag)); // Weak comparison (§13.1.2).
        }
        return date("If-Modified-Since")
                .filter(since -> !wholeSecond().isAfter(since))
                .isPresent();
    }

    /// Whether a Range counts: without If-Range, or when the viewer's part is of this version.
    boolean allowRange() {
        var ifRange = request.getHeader("If-Range");
        if (ifRange == null) {
            return true;
        }
        // Strong comparison: a weak tag never matches (§13.1.5).
        return ifRange.strip().equals(etag) || isThisVersionsDate(ifRange);
    }

    /// An exact date, and a strong one: an object that changed within the second of its answer has none
    /// (§8.8.2.2).
    private boolean isThisVersionsDate(String ifRange) {
        return parse(ifRange.strip()).filter(wholeSecond()::equals).isPresent()
                && wholeSecond().plusSeconds(1).isBefore(Instant.now());
    }

    private boolean listsStrongly(String header) {
        return ENTITY_TAG
                .matcher(header)
                .results()
                .anyMatch(tag -> tag.group(1) == null && tag.group(2).equals(etag));
    }

    private Instant wholeSecond() {
        return lastModified.truncatedTo(ChronoUnit.SECONDS);
    }

    private Optional<Instant> date(String header) {
        return Optional.ofNullable(request.getHeader(header)).flatMap(Conditions::parse);
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(HTTP_DATE.parse(date, Instant::from));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
