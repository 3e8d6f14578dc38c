package org.reelmill.signing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The permission of one play session to read one publication for a time.
///
/// On the wire it is the ASCII text `session~notBefore~expiry~prefix`, times in decimal seconds since 1970,
/// as base64url without padding. There is one spelling for each token; readers refuse every other.
///
/// @param session id of the play session: letters, digits, `-` and `_`
/// @param prefix of the publication's keys, `titles/<title>/<publication>/`: ends with `/`, begins with none
/// @param notBefore first second it is good for, fractions dropped
/// @param expiry first second it is no longer good for, fractions dropped
public record PlayToken(String session, String prefix, Instant notBefore, Instant expiry) {

    /// No token is good for longer.
    public static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PREFIX = Pattern.compile("titles/[A-Za-z0-9._-]{1,128}/[A-Za-z0-9._-]{1,128}/");
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,10}");
    private static final int FIELDS = 4;

    public PlayToken {
        if (!SESSION.matcher(session).matches()) {
            throw new IllegalArgumentException("Not the id of a play session: it has other characters or length");
        }
        if (!PREFIX.matcher(prefix).matches() || !BarePath.isGood(prefix.substring(0, prefix.length() - 1))) {
            throw new IllegalArgumentException("Not the prefix of a publication: " + prefix);
        }
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        expiry = expiry.truncatedTo(ChronoUnit.SECONDS);
        if (!notBefore.isBefore(expiry) || notBefore.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("A play token from " + notBefore + " to " + expiry + " is never good");
        }
    }

    /// The last name of the prefix, which names the publication.
    public String publication() {
        return prefix.substring(prefix.lastIndexOf('/', prefix.length() - 2) + 1, prefix.length() - 1);
    }

    /// Whether a bare path lies under the prefix.
    boolean covers(String barePath) {
        return barePath.length() > prefix.length() && barePath.startsWith(prefix);
    }

    String payload() {
        var text = session + "~" + notBefore.getEpochSecond() + "~" + expiry.getEpochSecond() + "~" + prefix;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads a payload; empty if it lacks a field, or is spelt otherwise than [#payload] spells it.
    static Optional<PlayToken> fromPayload(String payload) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.US_ASCII);
            var fields = text.split("~", -1);
            if (fields.length != FIELDS) {
                return Optional.empty();
            }
            var token = new PlayToken(fields[0], fields[3], seconds(fields[1]), seconds(fields[2]));
            // Lenient decoders take a second spelling of the same bytes (unused low bits, padding).
            return token.payload().equals(payload) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Instant seconds(String decimal) {
        if (!SECONDS.matcher(decimal).matches()) {
            throw new IllegalArgumentException("Not a time in seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(decimal));
    }

    /// Without the session, since logs may show it.
    @Override
    public String toString() {
        return "PlayToken[prefix=" + prefix + ", notBefore=" + notBefore + ", expiry=" + expiry + "]";
    }
}
