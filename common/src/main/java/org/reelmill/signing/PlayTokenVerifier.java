package org.reelmill.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.reelmill.signing.Verdict.Allowed;
import org.reelmill.signing.Verdict.Expired;
import org.reelmill.signing.Verdict.Refused;

/// Says whether a path may be read with a token. The same verdicts, in the same order of questions, are held
/// for every edge by `infra/edge/vectors/play-tokens.json`. Thread-safe.
public final class PlayTokenVerifier {

    private static final int PARTS = 4;
    private static final int LONGEST = 1024;

    private final PlayKeys keys;

    public PlayTokenVerifier(PlayKeys keys) {
        this.keys = keys;
    }

    /// @param pathSegment first segment of the path, as it was sent: [PlayTokenSigner#sign]
    /// @param barePath the rest of the path after the slash, as it was sent, nothing decoded: an object's key
    public Verdict verify(String pathSegment, String barePath, Instant now, Denials denials) {
        if (!BarePath.isGood(barePath)) {
            return new Refused("the path has other names than ours");
        }
        if (pathSegment.length() > LONGEST) {
            return new Refused("the token is too long");
        }
        var parts = pathSegment.split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(PlayTokenSigner.VERSION)) {
            return new Refused("there is no token of a known version");
        }
        var key = keys.find(parts[1]);
        if (key.isEmpty() || key.get().state() == PlayKey.State.RETIRED) {
            return new Refused("the key is unknown or retired");
        }
        var signed = pathSegment.substring(0, pathSegment.lastIndexOf('.'));
        // The text is compared, not the bytes: base64url has second spellings that a decoder would take.
        if (!equalInConstantTime(key.get().mac(signed), parts[3])) {
            return new Refused("the signature is wrong");
        }
        return PlayToken.fromPayload(parts[2])
                .map(token -> judge(token, barePath, now, denials))
                .orElse(new Refused("the token lacks a session, a scope or a time"));
    }

    private static Verdict judge(PlayToken token, String barePath, Instant now, Denials denials) {
        if (!token.covers(barePath)) {
            return new Refused("the token is for another publication");
        }
        if (denials.deny(token, now)) {
            return new Refused("the session or the publication is denied");
        }
        if (now.isBefore(token.notBefore())) {
            return new Refused("the token is not valid yet");
        }
        return now.isBefore(token.expiry()) ? new Allowed(token) : new Expired();
    }

    private static boolean equalInConstantTime(String expected, String sent) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}
