package org.reelmill.app.doctor;

/// What was found of one part.
///
/// @param part e.g. `object store`
/// @param advice what is wrong and what to do; where all is well, what was seen
public record Finding(String part, Verdict verdict, String advice) {

    /// How a part is.
    public enum Verdict {
        OK,
        WARNING,
        BROKEN
    }

    static Finding ok(String part, String seen) {
        return new Finding(part, Verdict.OK, seen);
    }

    static Finding warning(String part, String advice) {
        return new Finding(part, Verdict.WARNING, advice);
    }

    static Finding broken(String part, String advice) {
        return new Finding(part, Verdict.BROKEN, advice);
    }
}
