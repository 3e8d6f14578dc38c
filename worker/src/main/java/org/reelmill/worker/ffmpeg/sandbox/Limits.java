package org.reelmill.worker.ffmpeg.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.reelmill.worker.ffmpeg.sandbox.Kernel.Call;

/// What a process and its children may use up. A process gets them right after its start: setting them costs
/// no further program.
///
/// @param memory bytes of memory that it may ask for and write to
record Limits(long memory) {

    private static final int DATA = 2;
    private static final int CORE = 4;
    private static final int FILES = 7;
    private static final int MOST_FILES = 256;

    /// Tries that it can be asked, which loads what [#set] needs.
    void prepare() throws IOException {
        Kernel.call(Call.PRLIMIT, 0, CORE, 0, 0);
    }

    void set(long process) throws IOException {
        set(process, DATA, memory);
        set(process, CORE, 0);
        set(process, FILES, MOST_FILES);
    }

    private static void set(long process, int what, long most) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var limit = arena.allocate(JAVA_LONG, 2);
            limit.setAtIndex(JAVA_LONG, 0, most);
            limit.setAtIndex(JAVA_LONG, 1, most);
            Kernel.call(Call.PRLIMIT, process, what, limit.address(), 0);
        }
    }
}
