package org.reelmill.worker.ffmpeg.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Linux's system calls, made as they are: what glibc does for a whole process happens to the calling thread
/// alone, and to what it starts.
final class Kernel {

    /// Calls that are used or forbidden here, with their numbers on x86-64 and on aarch64.
    enum Call {
        SENDMSG(46, 211),
        BIND(49, 200),
        LISTEN(50, 201),
        SOCKET(41, 198),
        SENDTO(44, 206),
        CHDIR(80, 49),
        CLOSE(3, 57),
        IOCTL(16, 29),
        PTRACE(101, 117),
        SETGROUPS(116, 159),
        SETRESUID(117, 147),
        SETRESGID(119, 149),
        CAPSET(126, 91),
        PIVOT_ROOT(155, 41),
        PRCTL(157, 167),
        CHROOT(161, 51),
        MOUNT(165, 40),
        INIT_MODULE(175, 105),
        KEXEC_LOAD(246, 104),
        ADD_KEY(248, 217),
        REQUEST_KEY(249, 218),
        KEYCTL(250, 219),
        OPENAT(257, 56),
        UNSHARE(272, 97),
        PERF_EVENT_OPEN(298, 241),
        PRLIMIT(302, 261),
        OPEN_BY_HANDLE_AT(304, 265),
        SENDMMSG(307, 269),
        SETNS(308, 268),
        PROCESS_VM_READV(310, 270),
        PROCESS_VM_WRITEV(311, 271),
        FINIT_MODULE(313, 273),
        BPF(321, 280),
        USERFAULTFD(323, 282),
        IO_URING_SETUP(425, 425),
        IO_URING_ENTER(426, 426),
        IO_URING_REGISTER(427, 427),
        PIDFD_GETFD(438, 438),
        FACCESSAT2(439, 439),
        LANDLOCK_CREATE_RULESET(444, 444),
        LANDLOCK_ADD_RULE(445, 445),
        LANDLOCK_RESTRICT_SELF(446, 446);

        private final int intel;
        private final int arm;

        Call(int intel, int arm) {
            this.intel = intel;
            this.arm = arm;
        }

        int number() {
            return ARM ? arm : intel;
        }
    }

    /// The kernel said no.
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;
        private static final int NO_SUCH_PROCESS = 3;

        private final int error;

        Refused(Call call, int error) {
            super("%s is refused by the kernel (error %d)".formatted(call.name().toLowerCase(Locale.ROOT), error));
            this.error = error;
        }

        boolean isAboutNoProcess() {
            return error == NO_SUCH_PROCESS;
        }
    }

    private static final int HERE = -100;
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final int MOST_ARGUMENTS = 6;
    private static final int OPEN_PATH = 0x280000; // O_PATH | O_CLOEXEC
    private static final int OPEN_READ = 0x80000; // O_RDONLY | O_CLOEXEC
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Optional<MethodHandle> SYSCALL = handle();

    private Kernel() {}

    /// Whether this is a Linux whose calls are known here.
    static boolean isKnown() {
        return SYSCALL.isPresent();
    }

    /// Loads what a refused call needs.
    static void prepare() {
        if (!IOException.class.isAssignableFrom(Refused.class)) {
            throw new IllegalStateException("A refusal is no failure of input or output.");
        }
    }

    static boolean isArm() {
        return ARM;
    }

    /// @return what the call returned, never below zero
    /// @throws IOException if the kernel refuses
    static long call(Call call, long... arguments) throws IOException {
        var all = Arrays.copyOf(arguments, MOST_ARGUMENTS);
        var handle = SYSCALL.orElseThrow(() -> new IOException("this is no Linux that is known here"));
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long)
                    handle.invokeExact(state, (long) call.number(), all[0], all[1], all[2], all[3], all[4], all[5]);
            if (result < 0) {
                throw new Refused(call, (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A system call could not be made.", e);
        }
    }

    /// Opens a file or directory as a place only.
    static long openPath(Path path) throws IOException {
        return open(path, OPEN_PATH);
    }

    static long openForReading(Path path) throws IOException {
        return open(path, OPEN_READ);
    }

    static void close(long descriptor) throws IOException {
        call(Call.CLOSE, descriptor);
    }

    /// Calls with a path and three more arguments.
    static long callAt(Call call, Path path, long... more) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var arguments = new long[more.length + 2];
            arguments[0] = HERE;
            arguments[1] = arena.allocateFrom(path.toString()).address();
            System.arraycopy(more, 0, arguments, 2, more.length);
            return call(call, arguments);
        }
    }

    private static long open(Path path, int flags) throws IOException {
        return callAt(Call.OPENAT, path, flags);
    }

    private static Optional<MethodHandle> handle() {
        boolean known = System.getProperty("os.name", "").equals("Linux")
                && (ARM || System.getProperty("os.arch", "").equals("amd64"));
        if (!known) {
            return Optional.empty();
        }
        var linker = Linker.nativeLinker();
        var shape = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.defaultLookup()
                .find("syscall")
                .map(address -> linker.downcallHandle(
                        address, shape, Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno")));
    }
}
