package org.reelmill.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a `Range` header asks of a representation of a known length (RFC 9110 §14).
sealed interface RangeHeader {

    /// The header is to be ignored: another unit, no range at all, or more than we answer.
    record Ignored() implements RangeHeader {}

    /// 206, in the order asked for.
    record Parts(List<ByteRange> ranges) implements RangeHeader {}

    /// 416: no range begins inside the representation.
    record Unsatisfiable() implements RangeHeader {}

    /// More ranges than a player ever asks for; 450 one-byte ranges of a small object make 43 kB of answer.
    int MOST_RANGES = 8;

    Pattern HEADER = Pattern.compile("(?i:bytes)=(.{1,400})");
    Pattern RANGE = Pattern.compile("(\\d{0,40})-(\\d{0,40})");

    static RangeHeader parse(String header, long length) {
        var value = HEADER.matcher(header.strip());
        if (!value.matches()) {
            return new Ignored();
        }
        var satisfiable = new ArrayList<ByteRange>();
        var asked = 0;
        for (var text : value.group(1).split(",", -1)) {
            if (text.isBlank()) {
                continue; // A list may have empty elements (RFC 9110 §5.6.1.2).
            }
            var range = RANGE.matcher(text.strip());
            if (!range.matches() || isInvalid(range.group(1), range.group(2)) || ++asked > MOST_RANGES) {
                return new Ignored();
            }
            within(range.group(1), range.group(2), length).ifPresent(satisfiable::add);
        }
        if (asked == 0) {
            return new Ignored();
        }
        if (satisfiable.isEmpty()) {
            return new Unsatisfiable();
        }
        return anyOverlap(satisfiable) ? new Ignored() : new Parts(List.copyOf(satisfiable));
    }

    private static boolean isInvalid(String first, String last) {
        return first.isEmpty() && last.isEmpty()
                || !first.isEmpty() && !last.isEmpty() && saturated(last) < saturated(first);
    }

    private static Optional<ByteRange> within(String first, String last, long length) {
        if (first.isEmpty()) {
            var suffix = Math.min(saturated(last), length);
            return suffix == 0 ? Optional.empty() : Optional.of(new ByteRange(length - suffix, length - 1));
        }
        var from = saturated(first);
        if (from >= length) { // Equal counts as beyond (RFC 9110 §14.1.2).
            return Optional.empty();
        }
        var to = last.isEmpty() ? length - 1 : Math.min(saturated(last), length - 1);
        return Optional.of(new ByteRange(from, to));
    }

    private static long saturated(String digits) {
        var significant = digits.replaceFirst("^0+", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong("0" + significant);
    }

    private static boolean anyOverlap(List<ByteRange> ranges) {
        for (var i = 0; i < ranges.size(); i++) {
            for (var other : ranges.subList(i + 1, ranges.size())) {
                if (ranges.get(i).overlaps(other)) {
                    return true;
                }
            }
        }
        return false;
    }
}
