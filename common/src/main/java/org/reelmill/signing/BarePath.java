package org.reelmill.signing;

/// What a path at the edge may look like once the token is stripped: names of letters, digits, `.`, `_`, `-`,
/// joined by single slashes, none of them `.` or `..`.
///
/// The class of characters is closed, so nothing is left for a later reader to decode or normalise in another
/// way: a percent sign is refused, not interpreted.
final class BarePath {

    private static final int LONGEST = 1024;

    private BarePath() {}

    static boolean isGood(String path) {
        if (path.isEmpty() || path.length() > LONGEST) {
            return false;
        }
        for (var from = 0; from <= path.length(); ) {
            var slash = path.indexOf('/', from);
            var to = slash < 0 ? path.length() : slash;
            if (!isName(path, from, to)) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    private static boolean isName(String path, int from, int to) {
        if (from == to
                || path.startsWith(".", from) && to == from + 1
                || path.startsWith("..", from) && to == from + 2) {
            return false;
        }
        for (var at = from; at < to; at++) {
            if (!isNameCharacter(path.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
