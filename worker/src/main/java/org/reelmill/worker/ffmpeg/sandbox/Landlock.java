package org.reelmill.worker.ffmpeg.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The kernel's Landlock: what a process and its children may do with files and TCP ports, on top of its
/// user's rights. Needs no rights itself. <https://docs.kernel.org/userspace-api/landlock.html>
final class Landlock {

    /// The first version of the interface that knows TCP ports (Linux 6.7).
    static final int WITH_PORTS = 4;

    private static final int WITH_SCOPES = 6;
    private static final int VERSION_FLAG = 1;
    private static final int PATH_RULE = 1;
    private static final int PORT_RULE = 2;

    private static final long EXECUTE = 1;
    private static final long WRITE = 1 << 1;
    private static final long READ = 1 << 2;
    private static final long LIST = 1 << 3;
    private static final long TRUNCATE = 1 << 14;
    private static final long DEVICE = 1 << 15;
    private static final long ON_FILES = EXECUTE | WRITE | READ | TRUNCATE | DEVICE;
    // Making devices, sockets and pipes is nobody's need.
    private static final long SPECIAL = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11;
    // Each version knows more rights than the one before.
    private static final int[] RIGHTS = {0, 13, 14, 15, 15, 16, 16, 16};

    private static final long BIND = 1;
    private static final long CONNECT = 1 << 1;
    private static final long ABSTRACT_SOCKETS_AND_SIGNALS = 3;

    private static final List<Path> SYSTEM = paths("/usr", "/lib", "/lib64", "/bin", "/sbin");
    private static final List<Path> LOOKED_AT = paths(
            "/etc/ld.so.cache",
            "/etc/ld.so.preload",
            "/sys/devices/system/cpu",
            "/dev/zero",
            "/dev/random",
            "/dev/urandom");
    private static final Path NULL = Path.of("/dev/null");
    // Java's helper that starts programs lists its open files there. Reading what lies in it stays forbidden.
    private static final Path PROCESSES = Path.of("/proc");

    private Landlock() {}

    /// The version of the kernel's interface.
    ///
    /// @throws IOException if the kernel has none, or it is switched off
    static int version() throws IOException {
        return (int) Kernel.call(Kernel.Call.LANDLOCK_CREATE_RULESET, 0, 0, VERSION_FLAG);
    }

    /// Makes the rules of an area, as an open file; to be made while the paths can still be opened.
    static long rules(Area area) throws IOException {
        int version = version();
        try (var arena = Arena.ofConfined()) {
            long all = all(version);
            var attributes = arena.allocate(JAVA_LONG, 3);
            attributes.setAtIndex(JAVA_LONG, 0, all);
            attributes.setAtIndex(JAVA_LONG, 1, version >= WITH_PORTS ? BIND | CONNECT : 0);
            attributes.setAtIndex(JAVA_LONG, 2, version >= WITH_SCOPES ? ABSTRACT_SOCKETS_AND_SIGNALS : 0);
            long size = version >= WITH_SCOPES ? 24 : version >= WITH_PORTS ? 16 : 8;
            long rules = Kernel.call(Kernel.Call.LANDLOCK_CREATE_RULESET, attributes.address(), size, 0);
            try {
                allow(rules, area, all);
                if (version >= WITH_PORTS) {
                    for (int port : area.ports()) {
                        allowPort(rules, port);
                    }
                }
            } catch (IOException e) {
                Kernel.close(rules);
                throw e;
            }
            return rules;
        }
    }

    /// Puts the calling thread, and what it starts from now on, under the rules. Cannot be undone.
    static void enter(long rules) throws IOException {
        Kernel.call(Kernel.Call.LANDLOCK_RESTRICT_SELF, rules, 0);
    }

    private static void allow(long rules, Area area, long all) throws IOException {
        var programs = Stream.concat(SYSTEM.stream(), area.programs().stream())
                .distinct()
                .toList();
        for (Path path : programs) {
            allowPath(rules, path, READ | LIST | EXECUTE);
        }
        for (Path path :
                Stream.concat(LOOKED_AT.stream(), area.readable().stream()).toList()) {
            allowPath(rules, path, READ | LIST);
        }
        allowPath(rules, NULL, (READ | WRITE | TRUNCATE) & all);
        allowPath(rules, PROCESSES, LIST);
        long own = all & ~EXECUTE & ~SPECIAL & ~DEVICE;
        for (Path path : area.shared()) {
            allowPath(rules, path, own | EXECUTE);
        }
        if (area.workingDirectory() != null) {
            allowPath(rules, area.workingDirectory(), own);
        }
    }

    private static void allowPath(long rules, Path path, long rights) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        long place = Kernel.openPath(path);
        try (var arena = Arena.ofConfined()) {
            var rule = arena.allocate(12, 8);
            rule.set(JAVA_LONG, 0, Files.isDirectory(path) ? rights : rights & ON_FILES);
            rule.set(JAVA_INT, 8, (int) place);
            Kernel.call(Kernel.Call.LANDLOCK_ADD_RULE, rules, PATH_RULE, rule.address(), 0);
        } finally {
            Kernel.close(place);
        }
    }

    private static void allowPort(long rules, int port) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var rule = arena.allocate(16, 8);
            rule.set(JAVA_LONG_UNALIGNED, 0, CONNECT);
            rule.set(JAVA_LONG_UNALIGNED, 8, port);
            Kernel.call(Kernel.Call.LANDLOCK_ADD_RULE, rules, PORT_RULE, rule.address(), 0);
        }
    }

    private static long all(int version) {
        return (1L << RIGHTS[Math.min(version, RIGHTS.length - 1)]) - 1;
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }
}
