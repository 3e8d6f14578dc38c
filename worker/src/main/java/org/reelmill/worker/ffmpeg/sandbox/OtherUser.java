package org.reelmill.worker.ffmpeg.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.reelmill.worker.ffmpeg.sandbox.Kernel.Call;

/// The user that ffmpeg becomes where the worker runs as root. It has one capability, to pass through
/// directories that are closed to it (such as `/root`, where ffmpeg may lie); Landlock says what it may read
/// there.
///
/// @param uid its number, which is its group's number too
record OtherUser(int uid) {

    private static final int KEEP_CAPABILITIES = 8;
    private static final int CLEAR_AMBIENT = 4;
    private static final int RAISE_AMBIENT = 2;
    private static final int AMBIENT = 47;
    private static final int READ_AND_SEARCH = 2;
    private static final int CAPABILITY_VERSION = 0x20080522;

    /// Gives a directory and what is in it to this user.
    void own(Path directory) throws IOException {
        try (var tree = Files.walk(directory)) {
            for (Path path : tree.toList()) {
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /// Makes the calling thread, and what it starts from now on, this user's.
    void become() throws IOException {
        Kernel.call(Call.PRCTL, KEEP_CAPABILITIES, 1);
        Kernel.call(Call.SETGROUPS, 0, 0);
        Kernel.call(Call.SETRESGID, uid, uid, uid);
        Kernel.call(Call.SETRESUID, uid, uid, uid);
        capabilities(1 << READ_AND_SEARCH);
        Kernel.call(Call.PRCTL, AMBIENT, RAISE_AMBIENT, READ_AND_SEARCH, 0, 0);
    }

    /// Takes all capabilities from the calling thread, whoever's it is. Where new privileges are given up
    /// too, root's programs do not get them back.
    static void dropCapabilities() throws IOException {
        Kernel.call(Call.PRCTL, AMBIENT, CLEAR_AMBIENT, 0, 0, 0);
        capabilities(0);
    }

    private static void capabilities(int bits) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var header = arena.allocate(JAVA_INT, 2);
            header.setAtIndex(JAVA_INT, 0, CAPABILITY_VERSION);
            // Effective, permitted, inheritable; then the same for the capabilities from 32 on.
            var data = arena.allocate(JAVA_INT, 6);
            for (int i = 0; i < 3; i++) {
                data.setAtIndex(JAVA_INT, i, bits);
            }
            Kernel.call(Call.CAPSET, header.address(), data.address());
        }
    }
}
