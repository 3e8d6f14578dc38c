package org.reelmill.signing;

/// Signs play tokens for the path of a playlist: `/<what sign() returns>/<prefix>…`.
/// Thread-safe.
public final class PlayTokenSigner {

    /// The version of the form that this class writes.
    static final String VERSION = "1";

    private final PlayKeys keys;

    public PlayTokenSigner(PlayKeys keys) {
        this.keys = keys;
    }

    /// One path segment of letters, digits, `.`, `_`, `-`: `<version>.<key id>.<payload>.<MAC>`. The MAC is
    /// HMAC-SHA-256 over the ASCII text before its dot, so version and key id are signed as well.
    ///
    /// Edges compare the times with their own clocks, without leeway: let notBefore lie a minute back.
    public String sign(PlayToken token) {
        var key = keys.signing();
        var signed = VERSION + "." + key.id() + "." + token.payload();
        return signed + "." + key.mac(signed);
    }
}
