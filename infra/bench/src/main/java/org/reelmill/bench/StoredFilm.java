package org.reelmill.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StoredObject;

/// A publication as it lies in the bucket, copied to disk under the names that its playlists use.
///
/// @param master the multivariant playlist
record StoredFilm(Path master) {

    private static final Pattern VARIANT = Pattern.compile("#EXT-X-STREAM-INF:.*RESOLUTION=\\d+x(\\d+).*\\n([^#\\n]+)");
    private static final Pattern SOUND = Pattern.compile("#EXT-X-MEDIA:.*TYPE=AUDIO.*URI=\"([^\"]+)\"");

    /// Copies the only publication of a title.
    static StoredFilm copy(ObjectStore store, String title, Path folder) throws IOException {
        String prefix = "titles/" + title + "/";
        Path master = null;
        for (StoredObject object : store.list(prefix)) {
            String name = object.key().substring(prefix.length());
            if (name.contains("/now/")) {
                continue;
            }
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream bytes = store.open(object.key()).orElseThrow()) {
                Files.copy(bytes, file);
            }
            master = name.endsWith("/master.m3u8") ? file : master;
        }
        if (master == null) {
            throw new IllegalStateException("The title has no publication.");
        }
        return new StoredFilm(master);
    }

    /// Media playlists of the picture, of the tallest rung first.
    List<Path> pictures() throws IOException {
        return VARIANT.matcher(Files.readString(master))
                .results()
                .sorted(Comparator.comparingInt(match -> -Integer.parseInt(match.group(1))))
                .map(match -> master.resolveSibling(match.group(2).strip()))
                .distinct()
                .toList();
    }

    /// Media playlist of the first sound track.
    Path sound() throws IOException {
        var sound = SOUND.matcher(Files.readString(master));
        if (!sound.find()) {
            throw new IllegalStateException("The publication has no sound.");
        }
        return master.resolveSibling(sound.group(1));
    }
}
