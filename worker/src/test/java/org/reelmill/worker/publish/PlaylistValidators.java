package org.reelmill.worker.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.reelmill.testing.Needs;

/// Other people's playlist parsers, from npm: `hls-parser` in strict mode, and `m3u8-parser`, which Video.js
/// uses. Installed once into `target`.
final class PlaylistValidators {

    private static final Path MODULES = Path.of("target", "playlist-validators").toAbsolutePath();
    private static final Path SCRIPT = Path.of("src/test/resources/org/reelmill/worker/publish/validate-playlists.cjs");

    private final Path node;

    /// Skips the test, or fails it in CI, where Node.js or the packages cannot be had.
    PlaylistValidators() throws IOException, InterruptedException {
        node = Needs.node();
        if (!Files.exists(MODULES.resolve("node_modules/m3u8-parser")) && !install()) {
            String sentence = "npm could not install hls-parser and m3u8-parser: is there a way to its registry?";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(sentence);
            }
            Assumptions.abort(sentence);
        }
    }

    /// @param playlists by name
    /// @return what they object to, and at the end `parsed N`
    List<String> verdict(Map<String, String> playlists, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        for (var playlist : playlists.entrySet()) {
            Files.writeString(directory.resolve(playlist.getKey().replace('/', '_')), playlist.getValue());
        }
        return run(
                List.of(node.toString(), SCRIPT.toAbsolutePath().toString(), directory.toString(), MODULES.toString()));
    }

    private boolean install() throws IOException, InterruptedException {
        Files.createDirectories(MODULES);
        Path npm = node.resolveSibling("npm");
        if (!Files.exists(npm)) {
            return false;
        }
        run(List.of(
                npm.toString(),
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                MODULES.toString(),
                "hls-parser@0.16.1",
                "m3u8-parser@7.2.0"));
        return Files.exists(MODULES.resolve("node_modules/m3u8-parser"));
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var lines = new ArrayList<String>();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        }
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return lines;
    }
}
