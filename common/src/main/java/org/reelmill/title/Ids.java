package org.reelmill.title;

import java.security.SecureRandom;

/// Makes identifiers of 128 random bits that nobody can guess, from letters and digits that every path, key
/// and URL allows.
public final class Ids {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /// A new identifier of 26 characters (base 32, RFC 4648 alphabet in lower case).
    public static String next() {
        var id = new StringBuilder(LENGTH);
        for (int bits : RANDOM.ints(LENGTH, 0, ALPHABET.length()).toArray()) {
            id.append(ALPHABET.charAt(bits));
        }
        return id.toString();
    }
}
