package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Packages of npm's registry in a folder of the checkout's `.cache`, for tests. Where they cannot be had,
/// the test is skipped, or fails in CI.
final class NpmPackages {

    private NpmPackages() {}

    /// Installs once.
    ///
    /// @param packages each `name@version`; none may run a script
    static void install(Path folder, List<String> packages) {
        Path stamp = folder.resolve("installed");
        if (Files.exists(stamp)) {
            return;
        }
        var command = new ArrayList<>(List.of(
                Needs.node().resolveSibling("npm").toString(),
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                folder.toString()));
        command.addAll(packages);
        try {
            Files.createDirectories(folder);
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            if (ended && process.exitValue() == 0) {
                Files.writeString(stamp, String.join("\n", packages));
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while npm installed " + packages, e);
        }
        String sentence = "npm could not install " + packages + ": is there a way to its registry?";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(sentence);
        }
        Assumptions.abort(sentence);
    }
}
