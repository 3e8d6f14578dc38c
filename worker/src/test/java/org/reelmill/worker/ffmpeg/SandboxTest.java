package org.reelmill.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.Needs;
import org.reelmill.worker.encode.TestMedia;
import org.reelmill.worker.ffmpeg.sandbox.Sandbox;
import org.reelmill.worker.ffmpeg.sandbox.SandboxMode;
import org.reelmill.worker.ffmpeg.sandbox.SandboxState.Part;
import org.springframework.util.unit.DataSize;

/// What a program in ffmpeg's place can reach, tried by a script that tries what an exploited decoder would;
/// and ffmpeg itself, told by us to open what a hostile file names.
class SandboxTest {

    private static final Progress ON = (outTime, frame) -> true;
    private static final String BAIT = "the-bait-7f3a";

    @TempDir
    Path directory;

    @Test
    void aProgramReachesItsDirectoryAndItsReaderOnly() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path bait = Files.writeString(outside.resolve("bait.txt"), BAIT);
        Path work = Files.createDirectory(directory.resolve("work"));
        try (var reader = Trap.set();
                var trap = Trap.set()) {
            var ffmpeg = inPlaceOfFfmpeg("""
                    cat %1$s /etc/hostname /etc/passwd /proc/1/environ "/proc/$PPID/environ" > read 2>/dev/null
                    ls %2$s /root /home /etc >> read 2>/dev/null
                    echo changed > %1$s; rm -f %1$s; echo new > %2$s/new; ln -s %1$s link; cat link >> read
                    mkdir inner; echo mine > inner/file; mv inner/file kept
                    (exec 3<>/dev/tcp/127.0.0.1/%3$d) && echo trap >> connected
                    (exec 3<>/dev/udp/127.0.0.1/%3$d) && echo udp >> connected
                    (exec 3<>/dev/tcp/127.0.0.1/%4$d) && echo reader >> connected
                    kill -0 "$PPID" && echo parent >> signalled
                    cp /bin/true own && ./own && echo own >> executed
                    id -u > user; ulimit -c > core; env > environment
                    exit 0
                    """.formatted(bait, outside, trap.port(), reader.port()));
            needsWhole(ffmpeg);
            ffmpeg.run(new FfmpegCommand(List.of("-i", "http://127.0.0.1:" + reader.port() + "/x"), work), ON);
            assertThat(work.resolve("read")).isEmptyFile();
            assertThat(bait).hasContent(BAIT);
            assertThat(outside.resolve("new")).doesNotExist();
            assertThat(work.resolve("kept")).hasContent("mine");
            assertThat(work.resolve("connected")).hasContent("reader");
            assertThat(work.resolve("signalled")).doesNotExist();
            assertThat(work.resolve("executed")).doesNotExist();
            assertThat(work.resolve("core")).hasContent("0");
            assertThat(Files.readString(work.resolve("user")).strip()).isNotEqualTo("0");
            assertThat(work.resolve("environment")).content().doesNotContain("HOME=", "JAVA");
            assertThat(reader.visits()).isOne();
            assertThat(trap.visits()).isZero();
        }
    }

    @Test
    void aListenerOfItsNetworkIsReachedByFfmpegAndByNobodyElse() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        try (var outside = Trap.set()) {
            var ffmpeg = inPlaceOfFfmpeg("""
                    port=$(echo "$@" | sed 's/.*:\\([0-9]*\\)\\/x.*/\\1/')
                    (exec 3<>/dev/tcp/127.0.0.1/$port) && echo "$port" >> connected
                    exit 0
                    """);
            needsWhole(ffmpeg);
            try (var reader = ffmpeg.sandbox().listening(Trap::set)) {
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), reader.port()).close())
                        .isInstanceOf(IOException.class);
                for (int port : List.of(reader.port(), outside.port())) {
                    ffmpeg.run(new FfmpegCommand(List.of("-i", "http://127.0.0.1:" + port + "/x"), work), ON);
                }
                assertThat(work.resolve("connected")).hasContent(String.valueOf(reader.port()));
                assertThat(reader.visits()).isOne();
            }
            assertThat(outside.visits()).isZero();
        }
    }

    /// The whole of what MediaInput forbids is allowed here, by a script that the sandbox cannot see through.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-f hls -allowed_extensions ALL -extension_picky 0 -i hls.m3u8",
                "-f concat -safe 0 -i list.ffconcat",
                "-f srt -i BAIT",
                "-i http://127.0.0.1:PORT/film.mp4",
                "-f lavfi -i movie=BAIT:f=srt"
            })
    void evenFfmpegThatObeysAHostileFileReachesNothing(String obeying) throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path bait = Files.writeString(outside.resolve("bait.srt"), "1\n00:00:00,000 --> 00:00:09,000\n" + BAIT + "\n");
        Path work = Files.createDirectory(directory.resolve("work"));
        try (var trap = Trap.set()) {
            Files.writeString(work.resolve("hls.m3u8"), """
                    #EXTM3U
                    #EXT-X-TARGETDURATION:9
                    #EXTINF:9,
                    http://127.0.0.1:%d/segment.ts
                    #EXTINF:9,
                    file://%s
                    #EXT-X-ENDLIST
                    """.formatted(trap.port(), bait));
            Files.writeString(work.resolve("list.ffconcat"), "ffconcat version 1.0\nfile " + bait + "\n");
            String command = "exec %s -v error -protocol_whitelist file,http,tcp,crypto,data %s -c copy -f srt out.srt"
                    .formatted(
                            TestMedia.tools().ffmpeg(),
                            obeying.replace("BAIT", bait.toString()).replace("PORT", String.valueOf(trap.port())));
            var ffmpeg = new Ffmpeg(properties(
                    script(command), TestMedia.tools().environment(), SandboxMode.AUTO, DataSize.ofGigabytes(1)));
            needsWhole(ffmpeg);
            assertThatThrownBy(() -> ffmpeg.run(new FfmpegCommand(List.of(), work), ON))
                    .isInstanceOfSatisfying(FfmpegFailed.class, failed -> System.out.println(failed.lastLines()));
            assertThat(trap.visits()).isZero();
        }
        assertThat(work.resolve("out.srt"))
                .satisfiesAnyOf(
                        none -> assertThat(none).doesNotExist(),
                        made -> assertThat(made).content().doesNotContain(BAIT));
    }

    @Test
    void memoryIsBounded() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        var ffmpeg = new Ffmpeg(properties(
                TestMedia.tools().ffmpeg(),
                TestMedia.tools().environment(),
                SandboxMode.AUTO,
                DataSize.ofMegabytes(200)));
        var greedy =
                List.of("-f", "lavfi", "-i", "testsrc=size=4096x4096:duration=1", "-vf", "reverse", "-f", "null", "-");
        assertThatThrownBy(() -> ffmpeg.run(new FfmpegCommand(greedy, work), ON))
                .isInstanceOf(FfmpegFailed.class)
                .extracting(failed -> ((FfmpegFailed) failed).isOutOfMemory())
                .isEqualTo(true);
    }

    @Test
    void aStartCostsLittle() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        var off = millis(inMode(SandboxMode.OFF), work);
        var on = millis(inMode(SandboxMode.AUTO), work);
        System.out.printf("A start takes %.1f ms without the sandbox and %.1f ms in it.%n", off, on);
        assertThat(on - off).isLessThan(20);
    }

    @Test
    void requiredIsNeverLess() {
        var ffmpeg = TestMedia.ffmpeg();
        needsWhole(ffmpeg);
        Path closed = directory.resolve("nowhere/ffmpeg");
        assertThatThrownBy(() -> properties(closed, Map.of(), SandboxMode.REQUIRED, DataSize.ofGigabytes(1))
                        .inSandbox())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("is required, but", "nowhere/ffmpeg is closed to it");
        Sandbox off = properties(closed, Map.of(), SandboxMode.OFF, DataSize.ofGigabytes(1))
                .inSandbox();
        assertThat(off.state().holds(Part.FILES)).isFalse();
        assertThat(off.state().toString())
                .contains("not from files other than its own (reelmill.ffmpeg.sandbox is off)");
    }

    /// Of the middle one of some starts.
    private double millis(Ffmpeg ffmpeg, Path work) {
        var took = new ArrayList<Double>();
        for (int i = 0; i < 31; i++) {
            long began = System.nanoTime();
            ffmpeg.run(new FfmpegCommand(List.of(), work), ON);
            took.add((System.nanoTime() - began) / 1e6);
        }
        took.sort(null);
        return took.get(15);
    }

    private Ffmpeg inMode(SandboxMode mode) throws IOException {
        return new Ffmpeg(properties(script("exit 0"), Map.of(), mode, DataSize.ofGigabytes(1)));
    }

    private static void needsWhole(Ffmpeg ffmpeg) {
        var state = ffmpeg.sandbox().state();
        System.out.println(state);
        Needs.that(state.isWhole(), "This machine has no whole sandbox: " + state);
    }

    private Ffmpeg inPlaceOfFfmpeg(String script) throws IOException {
        return new Ffmpeg(properties(script(script), Map.of(), SandboxMode.AUTO, DataSize.ofGigabytes(1)));
    }

    private Path script(String script) throws IOException {
        Path programs = Files.createDirectories(directory.resolve("programs"));
        Path file = Files.writeString(programs.resolve("stub"), "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static FfmpegProperties properties(
            Path path, Map<String, String> environment, SandboxMode mode, DataSize memory) {
        return new FfmpegProperties(
                path,
                path,
                environment,
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                0,
                memory,
                mode,
                65_533,
                List.of());
    }

    /// Counts who comes to a port.
    private record Trap(ServerSocket socket, AtomicInteger count) implements AutoCloseable {

        static Trap set() {
            try {
                var trap = new Trap(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()), new AtomicInteger());
                Thread.ofPlatform().daemon().start(trap::watch);
                return trap;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        int visits() {
            return count.get();
        }

        private void watch() {
            while (!socket.isClosed()) {
                try (var visitor = socket.accept()) {
                    count.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
