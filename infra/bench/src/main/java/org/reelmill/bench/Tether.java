package org.reelmill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Ends a process with `kill -9` when this one ends, however that ends: a shell waits for a line that never
/// comes, and hears when nobody is left who could write it. Close it when the process has ended.
final class Tether implements AutoCloseable {

    private final Process shell;

    private Tether(Process shell) {
        this.shell = shell;
    }

    static Tether to(ProcessHandle process) {
        try {
            // Ctrl-C reaches the shell, too: it has to outlive this process.
            var command = new ProcessBuilder(
                    "sh", "-c", "trap '' INT TERM; read line; kill -9 \"$0\"", Long.toString(process.pid()));
            return new Tether(command.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shell.destroyForcibly().onExit().join();
    }
}
