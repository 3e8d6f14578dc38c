package org.reelmill.edge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.reelmill.signing.PlayKey;
import org.reelmill.signing.PlayKey.State;

/// Play tokens made by hand, good and bad, with fixed keys. Written from the description of the form alone,
/// so that it checks the signer as well.
final class VectorTokens {

    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    static final Instant TO = Instant.parse("2026-01-01T06:00:00Z");

    static final PlayKey SIGNING = key("k2", 2, State.SIGNING);
    static final PlayKey ACCEPTED = key("k3", 3, State.ACCEPTED);
    static final PlayKey RETIRED = key("k1", 1, State.RETIRED);
    static final List<PlayKey> KEYS = List.of(RETIRED, SIGNING, ACCEPTED);

    private VectorTokens() {}

    static PlayKey key(String id, int fill, State state) {
        var secret = new byte[32];
        for (var i = 0; i < secret.length; i++) {
            secret[i] = (byte) (fill * 37 + i * 11);
        }
        return new PlayKey(id, base64(secret), state);
    }

    static String good() {
        return of("titles/t1/p1/");
    }

    static String of(String prefix) {
        return signed(SIGNING, payload("session-1", prefix));
    }

    static String signed(PlayKey key, String payload) {
        return signed("1", key, payload);
    }

    static String signed(String version, PlayKey key, String payload) {
        return withMac(version + "." + key.id() + "." + base64(payload.getBytes(StandardCharsets.US_ASCII)), key);
    }

    static String withMac(String text, PlayKey key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(key.secret()), "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String payload(String session, String prefix) {
        return payload(session, Long.toString(FROM.getEpochSecond()), Long.toString(TO.getEpochSecond()), prefix);
    }

    static String payload(String... fields) {
        return String.join("~", fields);
    }

    /// A token with one part replaced: 0 version, 1 key id, 2 payload, 3 MAC.
    static String with(String token, int part, String other) {
        var parts = token.split("\\.");
        parts[part] = other;
        return String.join(".", parts);
    }

    static String part(String token, int part) {
        return token.split("\\.")[part];
    }

    /// The same bits but one, so that another letter stands there.
    static String flipped(String text, int at) {
        var c = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + c + text.substring(at + 1);
    }

    /// A second spelling of the same bytes: the unused low bits of the last letter set.
    static String respelt(String base64) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        if (base64.length() % 4 == 0) {
            throw new IllegalArgumentException("There is no second spelling");
        }
        var last = alphabet.indexOf(base64.charAt(base64.length() - 1));
        return base64.substring(0, base64.length() - 1) + alphabet.charAt(last | 1);
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
