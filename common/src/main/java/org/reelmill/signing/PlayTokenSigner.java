package org.reelmill.signing;

import java.util.function.Supplier;

/// Signs play tokens for the path of a playlist: `/<what sign() returns>/<prefix>…`.
/// Thread-safe.
public final class PlayTokenSigner {

    /// The version of the form that this class writes.
    static final String VERSION = "1";

    private final Supplier<PlayKey> signing;

    /// @param signing the key that signs now; asked for each token
    public PlayTokenSigner(Supplier<PlayKey> signing) {
        this.signing = signing;
    }

    /// One path segment of letters, digits, `.`, `_`, `-`: `<version>.<key id>.<payload>.<MAC>`. The MAC is
    /// HMAC-SHA-256 over the ASCII text before its dot, so version and key id are signed as well.
    ///
    /// Edges compare the times with their own clocks, without leeway: let notBefore lie a minute back.
    public String sign(PlayToken token) {
        var key = signing.get();
        var signed = VERSION + "." + key.id() + "." + token.payload();
        return signed + "." + key.mac(signed);
    }
}
