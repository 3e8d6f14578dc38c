package org.reelmill.app.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.reelmill.testing.Needs;

/// A wall clock that is wrong by as much as a test says, for processes that are started with it. It can jump
/// while they run; what measures spans of time (CLOCK_MONOTONIC) stays right. Made of a small library in C
/// that is preloaded: libfaketime makes the JVM hang, and a time namespace does not shift the wall clock.
final class WrongClock {

    private final Path library;
    private final Path file;
    private final MappedByteBuffer offset;

    private WrongClock(Path library, Path file, MappedByteBuffer offset) {
        this.library = library;
        this.file = file;
        this.offset = offset;
    }

    /// Compiles the library, with the C compiler that `CC` names or that is installed.
    static WrongClock make(Path folder) throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"), "Run this test on Linux: it preloads a library.");
        Path compiler = Needs.program("CC", "cc");
        Path source = folder.resolve("wrong-clock.c");
        try (var resource = WrongClock.class.getResourceAsStream("wrong-clock.c")) {
            Files.copy(Objects.requireNonNull(resource), source);
        }
        Path library = folder.resolve("wrong-clock.so");
        compile(compiler.toString(), "-shared", "-fPIC", "-O1", "-Werror", "-o", library.toString(), source.toString());
        Path file = Files.write(folder.resolve("wrong-clock.offset"), new byte[Long.BYTES]);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var offset = channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
            offset.order(ByteOrder.nativeOrder());
            return new WrongClock(library, file, offset);
        }
    }

    /// From the next start on, a process lives by this clock.
    void giveTo(App app) {
        app.with("LD_PRELOAD", library.toString());
        app.with("WRONG_CLOCK_OFFSET", file.toString());
    }

    /// From now on, the clock is so many seconds ahead, or behind where that is negative.
    void set(Duration ahead) {
        offset.putLong(0, ahead.toSeconds());
    }

    private static void compile(String... command) {
        try {
            var compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(compiler.getInputStream().readAllBytes());
            if (compiler.waitFor() != 0) {
                throw new AssertionError("The wrong clock does not compile: " + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
