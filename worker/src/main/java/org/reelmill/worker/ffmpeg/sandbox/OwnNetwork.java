package org.reelmill.worker.ffmpeg.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.reelmill.worker.ffmpeg.sandbox.Kernel.Call;

/// A network of the worker's ffmpegs alone: it has a loopback address and nothing else. What listens there
/// was made by a thread that stood in it. Needs root's rights. It ends with the process.
///
/// @param place the open file that names it
record OwnNetwork(long place) {

    private static final int NEW_NETWORK = 0x40000000;

    private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");
    private static final int INET = 2;
    private static final int DATAGRAM = 2;
    private static final int GET_FLAGS = 0x8913;
    private static final int SET_FLAGS = 0x8914;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;
    private static final short UP = 1;

    /// Makes one; the calling thread stands in it from now on.
    static OwnNetwork make() throws IOException {
        Kernel.call(Call.UNSHARE, NEW_NETWORK);
        raiseLoopback();
        return new OwnNetwork(Kernel.openForReading(OF_THIS_THREAD));
    }

    /// Moves the calling thread, and what it starts from now on, into this network.
    void enter() throws IOException {
        Kernel.call(Call.SETNS, place, NEW_NETWORK);
    }

    private static void raiseLoopback() throws IOException {
        long socket = Kernel.call(Call.SOCKET, INET, DATAGRAM, 0);
        try (var arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            request.set(JAVA_BYTE, 0, (byte) 'l');
            request.set(JAVA_BYTE, 1, (byte) 'o');
            Kernel.call(Call.IOCTL, socket, GET_FLAGS, request.address());
            request.set(JAVA_SHORT, NAME_BYTES, (short) (request.get(JAVA_SHORT, NAME_BYTES) | UP));
            Kernel.call(Call.IOCTL, socket, SET_FLAGS, request.address());
        } finally {
            Kernel.close(socket);
        }
    }
}
