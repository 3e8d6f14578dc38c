package org.reelmill.signing;

/// What an edge makes of a token and a path.
public sealed interface Verdict {

    /// The path may be read.
    record Allowed(PlayToken token) implements Verdict {}

    /// The token was good for this path, and its time is over: 410. A player may ask for a new grant.
    record Expired() implements Verdict {}

    /// 403.
    ///
    /// @param reason for the log; never a part of the token
    record Refused(String reason) implements Verdict {}
}
