package org.reelmill.title;

import java.net.URI;
import java.nio.file.Path;

/// Seals the links of sources with a key file that is not in the store.
/// Thread-safe.
public final class SourceLinks {

    /// Links are sealed about nothing: the first ones were.
    private static final String ABOUT = "";

    private final Seal seal;

    private SourceLinks(Seal seal) {
        this.seal = seal;
    }

    /// Reads the key (64 hex digits) from a file; makes the file, readable by its owner only, where there is
    /// none.
    ///
    /// @throws IllegalStateException if the file holds no such key
    public static SourceLinks withKeyFile(Path file) {
        return new SourceLinks(Seal.withKeyFile(file));
    }

    /// The link, sealed, as base64url text.
    public String seal(URI link) {
        return seal.close(link.toString(), ABOUT);
    }

    /// The link in clear.
    ///
    /// @throws IllegalStateException if it was sealed with another key or damaged
    public URI open(String sealed) {
        return URI.create(seal.open(sealed, ABOUT));
    }
}
