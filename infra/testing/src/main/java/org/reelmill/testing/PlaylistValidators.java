package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Other people's playlist parsers, from npm: `hls-parser` in strict mode, and `m3u8-parser`, which Video.js
/// uses. Installed once into the checkout's `.cache`. Without Node.js or its packages the test is skipped, or
/// fails in CI, see [Needs].
public final class PlaylistValidators {

    private static final String SCRIPT = "validate-playlists.cjs";

    private final Path node = Needs.node();
    private final Path modules = Needs.root().resolve(".cache/playlist-validators");

    /// What they object to, a line each.
    ///
    /// @param playlists by name
    public List<String> objections(Map<String, String> playlists) {
        Path work = null;
        try {
            install();
            work = Files.createTempDirectory("reelmill-playlists");
            var folder = Files.createDirectories(work.resolve("playlists"));
            for (var playlist : playlists.entrySet()) {
                Files.writeString(folder.resolve(playlist.getKey().replace('/', '_')), playlist.getValue());
            }
            var lines = run(List.of(node.toString(), script(work).toString(), folder.toString(), modules.toString()));
            if (lines.isEmpty() || !lines.getLast().equals("parsed " + playlists.size())) {
                throw new AssertionError("The validators did not come to their end: " + lines);
            }
            return lines.subList(0, lines.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(work);
        }
    }

    private static Path script(Path work) throws IOException {
        try (var in = PlaylistValidators.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is not among the resources");
            }
            return Files.write(work.resolve(SCRIPT), in.readAllBytes());
        }
    }

    private void install() {
        NpmPackages.install(modules, List.of("hls-parser@0.16.1", "m3u8-parser@7.2.0"));
    }

    private static List<String> run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var watchdog = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // It has ended.
            }
        });
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.lines().toList();
        } finally {
            watchdog.interrupt();
        }
    }
}
