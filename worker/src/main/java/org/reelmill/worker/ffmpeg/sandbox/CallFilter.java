package org.reelmill.worker.ffmpeg.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.ffmpeg.sandbox.Kernel.Call;

/// A seccomp filter: no sockets but TCP over IPv4, none that listens, and none of the calls that have led out
/// of sandboxes. A forbidden call fails as if the user lacked the right.
final class CallFilter {

    private static final List<Call> FORBIDDEN = List.of(
            Call.BIND,
            Call.LISTEN,
            // Could open a connection with its first bytes, which Landlock does not see.
            Call.SENDMSG,
            Call.SENDMMSG,
            Call.PTRACE,
            Call.PROCESS_VM_READV,
            Call.PROCESS_VM_WRITEV,
            Call.PIDFD_GETFD,
            Call.IO_URING_SETUP,
            Call.IO_URING_ENTER,
            Call.IO_URING_REGISTER,
            Call.OPEN_BY_HANDLE_AT,
            Call.UNSHARE,
            Call.SETNS,
            Call.MOUNT,
            Call.CHROOT,
            Call.PIVOT_ROOT,
            Call.BPF,
            Call.PERF_EVENT_OPEN,
            Call.USERFAULTFD,
            Call.ADD_KEY,
            Call.REQUEST_KEY,
            Call.KEYCTL,
            Call.INIT_MODULE,
            Call.FINIT_MODULE,
            Call.KEXEC_LOAD);

    // Berkeley packet filter, as far as it is needed here (linux/bpf_common.h).
    private static final int LOAD = 0x20;
    private static final int AND = 0x54;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int ARGUMENT_BYTES = 8;
    private static final int INTEL = 0xC000003E;
    private static final int ARM = 0xC00000B7;
    private static final int OTHER_ABI = 0x40000000;
    private static final int ALLOW = 0x7FFF0000;
    private static final int FAIL_WITH_EPERM = 0x00050001;
    private static final int INET = 2;
    private static final int TYPE_MASK = 0xF;
    private static final int STREAM = 1;
    private static final int TCP = 6;
    private static final int FAST_OPEN = 0x20000000;

    private static final int SET_SECCOMP = 22;
    private static final int FILTER_MODE = 2;
    private static final int INSTRUCTION_BYTES = 8;

    private static final byte[] PROGRAM = compiled(program());

    private record Instruction(int code, int ifTrue, int ifFalse, int value) {}

    private CallFilter() {}

    /// Loads what [#enter] needs: a thread that Landlock holds cannot load classes any more.
    static void prepare() {
        if (PROGRAM.length == 0) {
            throw new IllegalStateException("The filter is empty.");
        }
    }

    /// Puts the calling thread, and what it starts from now on, under the filter. Cannot be undone. The
    /// thread must have given up new privileges.
    static void enter() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var code = arena.allocate(PROGRAM.length, INSTRUCTION_BYTES);
            code.copyFrom(MemorySegment.ofArray(PROGRAM));
            var handed = arena.allocate(16, 8);
            handed.set(JAVA_SHORT, 0, (short) (PROGRAM.length / INSTRUCTION_BYTES));
            handed.set(JAVA_LONG, 8, code.address());
            Kernel.call(Call.PRCTL, SET_SECCOMP, FILTER_MODE, handed.address(), 0, 0);
        }
    }

    private static byte[] compiled(List<Instruction> program) {
        var code = ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        for (var instruction : program) {
            code.putShort((short) instruction.code)
                    .put((byte) instruction.ifTrue)
                    .put((byte) instruction.ifFalse)
                    .putInt(instruction.value);
        }
        return code.array();
    }

    private static List<Instruction> program() {
        var program = new ArrayList<Instruction>();
        program.add(load(ARCHITECTURE));
        program.add(new Instruction(IF_EQUAL, 1, 0, Kernel.isArm() ? ARM : INTEL));
        program.add(fail());
        program.add(load(NUMBER));
        program.add(new Instruction(IF_AT_LEAST, 0, 1, OTHER_ABI));
        program.add(fail());
        for (Call call : FORBIDDEN) {
            program.add(new Instruction(IF_EQUAL, 0, 1, call.number()));
            program.add(fail());
        }
        program.add(new Instruction(IF_EQUAL, 0, 3, Call.SENDTO.number()));
        program.add(load(argument(3)));
        program.add(new Instruction(IF_ANY_BIT, 0, 1, FAST_OPEN));
        program.add(fail());
        program.add(load(NUMBER));
        program.add(new Instruction(IF_EQUAL, 1, 0, Call.SOCKET.number()));
        program.add(allow());
        program.add(load(argument(0)));
        program.add(new Instruction(IF_EQUAL, 1, 0, INET));
        program.add(fail());
        program.add(load(argument(1)));
        program.add(new Instruction(AND, 0, 0, TYPE_MASK));
        program.add(new Instruction(IF_EQUAL, 1, 0, STREAM));
        program.add(fail());
        // Not MPTCP nor SCTP, which are streams as well.
        program.add(load(argument(2)));
        program.add(new Instruction(IF_EQUAL, 1, 0, 0));
        program.add(new Instruction(IF_EQUAL, 0, 1, TCP));
        program.add(allow());
        program.add(fail());
        return program;
    }

    private static int argument(int index) {
        return FIRST_ARGUMENT + index * ARGUMENT_BYTES;
    }

    private static Instruction load(int offset) {
        return new Instruction(LOAD, 0, 0, offset);
    }

    private static Instruction fail() {
        return new Instruction(RETURN, 0, 0, FAIL_WITH_EPERM);
    }

    private static Instruction allow() {
        return new Instruction(RETURN, 0, 0, ALLOW);
    }
}
