package org.reelmill.signing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.reelmill.title.Ids;

/// The key by which edges ask serving for the denials: `Authorization: Bearer …`. Whoever starts first writes
/// it, to `edge.key` in the directory of keys.
public final class EdgeKey {

    private static final String BEARER = "Bearer ";

    private final String key;

    private EdgeKey(String key) {
        this.key = key;
    }

    /// Reads the key; makes it where there is none.
    public static EdgeKey inDirectory(Path directory) {
        var file = directory.resolve("edge.key");
        return new EdgeKey(
                KeyFile.readOrMake(file, () -> Ids.next() + Ids.next() + "\n").strip());
    }

    /// The value of the header `Authorization` that carries this key.
    public String authorization() {
        return BEARER + key;
    }

    /// Whether an `Authorization` header carries this key; takes the same time for every wrong one.
    public boolean opens(String authorization) {
        return MessageDigest.isEqual(
                authorization().getBytes(StandardCharsets.UTF_8),
                authorization.strip().getBytes(StandardCharsets.UTF_8));
    }
}
