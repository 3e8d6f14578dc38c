package org.reelmill.worker.ffmpeg.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.ffmpeg.sandbox.Kernel.Call;
import org.reelmill.worker.ffmpeg.sandbox.SandboxState.Part;

/// Starts programs that may reach nothing but their own: as another user where we are root, with the files
/// and ports of their area only, within limits. Each is started by a thread that gives up its rights first
/// and ends then, so that no other program is needed and a start costs a few milliseconds more. Thread-safe.
/// Decision 12 tells what is held by what.
public final class Sandbox {

    private static final int SHARE_DIRECTORY = 0x200; // CLONE_FS
    private static final int NO_NEW_PRIVILEGES = 38;
    private static final int EFFECTIVE_USER = 0x200; // AT_EACCESS
    private static final int EXECUTABLE = 1;
    private static final Path ROOT = Path.of("/");

    private final SandboxState state;
    private final Limits limits;
    private final @Nullable OtherUser user;
    private final List<Path> programs;
    private final List<Path> shared;
    private volatile @Nullable OwnNetwork network;

    private Sandbox(SandboxSettings settings, SandboxState state, @Nullable OtherUser user) {
        this.state = state;
        this.limits = new Limits(settings.memory());
        this.user = user;
        this.programs = settings.folders();
        this.shared = settings.shared();
    }

    /// Finds out what this machine allows.
    ///
    /// @throws IllegalStateException if the sandbox is required and something is not held
    public static Sandbox of(SandboxSettings settings) {
        var state = new SandboxState(Map.of());
        if (!Kernel.isKnown()) {
            state = state.without(Part.MEMORY, "that needs Linux on x86-64 or aarch64");
        }
        if (settings.mode() == SandboxMode.OFF) {
            return open(settings, state, "reelmill.ffmpeg.sandbox is off");
        }
        Sandbox sandbox = best(settings, state);
        if (settings.mode() == SandboxMode.REQUIRED && !sandbox.state.isWhole()) {
            throw new IllegalStateException("reelmill.ffmpeg.sandbox is required, but " + sandbox.state
                    + ". Mend that, or set it to auto to run with what there is.");
        }
        return sandbox;
    }

    private static Sandbox open(SandboxSettings settings, SandboxState state, String reason) {
        var open = state.without(Part.FILES, reason).without(Part.NETWORK, reason);
        return new Sandbox(settings, isRoot() ? open.without(Part.USER, reason) : open, null);
    }

    private static Sandbox best(SandboxSettings settings, SandboxState limited) {
        var state = limited;
        try {
            if (Landlock.version() < Landlock.WITH_PORTS) {
                state = state.without(Part.NETWORK, "that needs Linux 6.7 or newer");
            }
        } catch (IOException e) {
            return open(settings, state, "Landlock: " + e.getMessage());
        }
        if (!isRoot()) {
            return new Sandbox(settings, state, null).tried(settings);
        }
        try {
            return new Sandbox(settings, state, new OtherUser(settings.uid())).tries(settings);
        } catch (IOException e) {
            state = state.without(Part.USER, e.getMessage());
        }
        return new Sandbox(settings, state, null).tried(settings);
    }

    private Sandbox tried(SandboxSettings settings) {
        try {
            return tries(settings);
        } catch (IOException e) {
            return open(settings, state, String.valueOf(e.getMessage()));
        }
    }

    /// Starts a program of no consequence as ffmpeg will be, after a look at what it needs.
    private Sandbox tries(SandboxSettings settings) throws IOException {
        var area = new Area(null, programs, List.of(), shared, List.of());
        List<Path> found = settings.found();
        Process process = inside(area, () -> {
            for (Path program : found) {
                look(program, EXECUTABLE);
            }
            for (Path directory : shared) {
                look(directory, EXECUTABLE); // Which is what passing through is called.
            }
            return limited(new ProcessBuilder("true").start());
        });
        try {
            if (process.waitFor() != 0) {
                throw new IOException("a program that was tried in it failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return this;
    }

    private static void look(Path path, int right) throws IOException {
        try {
            Kernel.callAt(Call.FACCESSAT2, path.toAbsolutePath(), right, EFFECTIVE_USER);
        } catch (IOException e) {
            throw new IOException(path + " is closed to it", e);
        }
    }

    /// What is in force.
    public SandboxState state() {
        return state;
    }

    /// Makes what the programs shall connect to where they alone reach it; outside of any sandbox, where the
    /// machine does not allow that. From now on they reach nothing else.
    public <T> T listening(Supplier<T> listener) {
        if (user == null) {
            return listener.get();
        }
        try {
            return aside(() -> {
                network = OwnNetwork.make();
                return listener.get();
            });
        } catch (IOException notAllowed) { // Ports are held all the same.
            return listener.get();
        }
    }

    /// Starts a program.
    ///
    /// @param workingDirectory where it may write; null if it writes nothing
    /// @param readable files that it may read beside
    /// @param ports of the loopback address that it may connect to
    public Process start(
            ProcessBuilder builder, @Nullable Path workingDirectory, List<Path> readable, List<Integer> ports)
            throws IOException {
        if (!state.holds(Part.FILES)) {
            builder.directory(workingDirectory == null ? null : workingDirectory.toFile());
            return limited(builder.start());
        }
        if (user != null && workingDirectory != null) {
            user.own(workingDirectory);
        }
        var area = new Area(workingDirectory, programs, readable, shared, ports);
        return inside(area, () -> limited(builder.start()));
    }

    /// To be called by the thread that started it: it is the same user.
    private Process limited(Process process) throws IOException {
        if (!state.holds(Part.MEMORY)) {
            return process;
        }
        try {
            limits.set(process.pid());
        } catch (IOException e) {
            if (!(e instanceof Kernel.Refused refused) || !refused.isAboutNoProcess()) {
                kill(process);
                throw e;
            } // Else it has ended, so fast.
        }
        return process;
    }

    /// Ends a process that was started here. Its own handle cannot: the thread that made it was not allowed
    /// to look when the process began, by which Java knows it again.
    public static void kill(Process process) {
        if (process.isAlive()) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private <T> T inside(Area area, Callable<T> work) throws IOException {
        return aside(() -> {
            if (state.holds(Part.FILES)) {
                enter(area);
            }
            return work.call();
        });
    }

    private void enter(Area area) throws IOException {
        Kernel.call(Call.UNSHARE, SHARE_DIRECTORY);
        Path directory = area.workingDirectory() == null ? ROOT : area.workingDirectory();
        try (var arena = Arena.ofConfined()) {
            Kernel.call(Call.CHDIR, arena.allocateFrom(directory.toString()).address());
        }
        // A thread that Landlock holds cannot load our classes any more: what comes after must be there.
        CallFilter.prepare();
        Kernel.prepare();
        limits.prepare();
        long rules = Landlock.rules(area);
        try {
            OwnNetwork own = network;
            if (own != null) {
                own.enter();
            }
            if (user == null) {
                OtherUser.dropCapabilities();
            } else {
                user.become();
            }
            Kernel.call(Call.PRCTL, NO_NEW_PRIVILEGES, 1, 0, 0, 0);
            Landlock.enter(rules);
        } finally {
            Kernel.close(rules);
        }
        CallFilter.enter();
    }

    /// Runs work on a thread of its own, which ends with it and takes what it gave up along.
    private static <T> T aside(Callable<T> work) throws IOException {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().name("ffmpeg-start").start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) { // Whatever it is, somebody waits for it.
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException refused) {
                throw refused;
            }
            if (e.getCause() instanceof UncheckedIOException refused) {
                throw refused.getCause();
            }
            throw e;
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | UnsupportedOperationException noLinux) {
            return false;
        }
    }
}
