package org.reelmill.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.reelmill.title.Ids;

/// A key that signs play tokens, and what it may do now.
///
/// @param id that tokens name it by: letters, digits, `-` and `_`
/// @param secret at least 32 bytes, in base64url without padding
public record PlayKey(String id, String secret, State state) {

    private static final String HMAC = "HmacSHA256";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final int LEAST_SECRET_BYTES = 32;
    private static final int ID_LETTERS = 8;

    /// What a key may do.
    public enum State {
        /// Signs new tokens; its tokens are good. There is exactly one.
        SIGNING,
        /// Its tokens are good: the next key, while edges learn it, and the last one, while its tokens live.
        ACCEPTED,
        /// Its tokens are refused. It stays in the file so that its id is not used again.
        RETIRED
    }

    public PlayKey {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("A play key's id has letters, digits, - and _, at most 32 of them");
        }
        if (Base64.getUrlDecoder().decode(secret).length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("The secret of play key " + id + " has fewer than 32 bytes");
        }
    }

    /// A new key, with a random secret.
    public static PlayKey fresh(State state) {
        var secret = new byte[LEAST_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new PlayKey(
                Ids.next().substring(0, ID_LETTERS),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                state);
    }

    /// HMAC-SHA-256 of an ASCII text, in base64url without padding: 43 characters.
    String mac(String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), HMAC));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + HMAC, e);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "PlayKey[id=" + id + ", state=" + state + "]";
    }
}
