package org.reelmill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Memory of a process that is in RAM, as Linux counts it (proc_pid_status(5)); without what it has started.
final class Resident {

    private static final Pattern NOW = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final double BYTES_PER_KILO = 1024;
    private static final double MEGA = 1e6;

    private Resident() {}

    static double megabytes(ProcessHandle process) {
        try {
            return in(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double in(String status) {
        var now = NOW.matcher(status);
        if (!now.find()) {
            throw new IllegalStateException("The process has no resident memory: it has ended.");
        }
        return Long.parseLong(now.group(1)) * BYTES_PER_KILO / MEGA;
    }
}
