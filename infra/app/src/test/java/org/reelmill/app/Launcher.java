package org.reelmill.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reelmill.testing.ReelmillProcess;

/// `./reelmill` as a person runs it, to its end.
final class Launcher {

    private static final int PATIENCE_SECONDS = 120;

    private Launcher() {}

    /// How a command ended, and what it printed, on both streams.
    record Outcome(int status, String printed) {

        /// The lines that were printed, but those of the launcher's own build.
        List<String> lines() {
            return printed.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("Building Reelmill"))
                    .toList();
        }
    }

    static Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    /// @param prefix a program that runs the launcher, e.g. as another user
    static Outcome run(List<String> prefix, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(prefix);
        command.add(ReelmillProcess.launcher().toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("REELMILL_CLASS_CACHE", "off");
        var process = builder.start();
        process.getOutputStream().close();
        var watchdog = Thread.ofVirtual().start(() -> endAfterPatience(process));
        try {
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), printed);
        } finally {
            watchdog.interrupt();
        }
    }

    private static void endAfterPatience(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It has ended.
        }
    }
}
