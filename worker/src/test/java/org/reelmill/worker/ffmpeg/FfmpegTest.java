package org.reelmill.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.ffmpeg.sandbox.SandboxMode;
import org.springframework.util.unit.DataSize;

/// Stub scripts stand in for a broken ffmpeg.
class FfmpegTest {

    private static final Progress ON = (outTime, frame) -> true;

    @TempDir
    Path work;

    @Test
    void failureCarriesTheLastWordsWithoutTheSecretPath() throws IOException {
        var ffmpeg = stub("""
                for i in $(seq 60); do echo "[error] line $i" >&2; done
                echo "[error] http://127.0.0.1:4711/s3cr3t/source: Invalid data" >&2
                exit 69
                """, Duration.ofSeconds(20));
        assertThatThrownBy(() -> ffmpeg.run(command(), ON))
                .isInstanceOf(FfmpegFailed.class)
                .hasMessageContaining("exit code 69")
                .hasMessageContaining("http://127.0.0.1:4711/…")
                .hasMessageNotContaining("s3cr3t")
                .extracting("lastLines", org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(40);
    }

    @Test
    void standingStillIsFoundThoughItStillTalks() throws IOException {
        var ffmpeg = stub(
                "while true; do echo frame=3; echo out_time_us=120000; echo progress=continue; sleep 0.1; done",
                Duration.ofSeconds(1));
        assertThatThrownBy(() -> ffmpeg.run(command(), ON))
                .isInstanceOf(FfmpegFailed.class)
                .hasMessageContaining("no progress for PT1S");
    }

    @Test
    void progressForEverEndsToo() throws IOException {
        var ffmpeg = stub("""
                for i in $(seq 600); do
                  echo frame=$i; echo out_time_us=${i}0000; echo progress=continue; sleep 0.1
                done
                """, Duration.ofSeconds(1), 0);
        assertThatThrownBy(() -> ffmpeg.run(command(), ON))
                .isInstanceOf(FfmpegFailed.class)
                .hasMessageContaining("took longer than PT6S");
    }

    @Test
    void progressMayStopIt() throws IOException {
        var ffmpeg = stub("echo frame=3; echo progress=continue; exec sleep 60", Duration.ofSeconds(30));
        long begun = System.nanoTime();
        assertThatThrownBy(() -> ffmpeg.run(command(), (outTime, frame) -> frame < 3))
                .isInstanceOf(LeaseLost.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void goesOnWhileItsInputIsStillBeingOpened() throws IOException {
        var ffmpeg = stub("sleep 1; echo frame=3; echo progress=continue; exec sleep 60", Duration.ofSeconds(30));
        var heard = new ArrayList<Long>();
        assertThatThrownBy(() -> ffmpeg.run(command(), (outTime, frame) -> heard.add(frame) && frame < 3))
                .isInstanceOf(LeaseLost.class);
        assertThat(heard).hasSizeGreaterThan(4).startsWith(0L, 0L, 0L).endsWith(3L);
    }

    @Test
    void anInputThatIsNeverOpenedIsStandingStill() throws IOException {
        var ffmpeg = stub("exec sleep 60", Duration.ofSeconds(1));
        assertThatThrownBy(() -> ffmpeg.run(command(), ON))
                .isInstanceOf(FfmpegFailed.class)
                .hasMessageContaining("no progress for PT1S");
    }

    @Test
    void interruptKillsTheProcess() throws Exception {
        var ffmpeg = stub("echo $$ > pid; exec sleep 60", Duration.ofSeconds(60));
        var thrown = new AtomicReference<Throwable>();
        var runner = new Thread(() -> ffmpeg.run(command(), ON));
        runner.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        runner.start();
        Path pid = work.resolve("pid");
        await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        runner.interrupt();
        assertThat(runner.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown.get()).isInstanceOf(LeaseLost.class);
        long process = Long.parseLong(Files.readString(pid).strip());
        await().until(() ->
                ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void letsOtherProgramsGoFirst() throws IOException {
        int own = Integer.parseInt(said(0));
        assertThat(own).isLessThan(12);
        assertThat(said(7)).isEqualTo(String.valueOf(own + 7));
        assertThatThrownBy(() -> stub("true", Duration.ofSeconds(1), 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("niceness must be from 0 to 19");
    }

    private String said(int niceness) throws IOException {
        stub("nice > niceness", Duration.ofSeconds(20), niceness).run(command(), ON);
        return Files.readString(work.resolve("niceness")).strip();
    }

    @Test
    void commandIsLoggedAsItCanBePasted() {
        var command =
                new FfmpegCommand(List.of("-i", "http://127.0.0.1:80/abc/source", "-vf", "scale=2:2,it's[a]"), work);
        assertThat(command.inShell(Path.of("/opt/ffmpeg")))
                .isEqualTo("+ /opt/ffmpeg -i http://127.0.0.1:80/… -vf 'scale=2:2,it'\\''s[a]'");
    }

    private FfmpegCommand command() {
        return new FfmpegCommand(List.of("-i", "x"), work);
    }

    private Ffmpeg stub(String script, Duration patience) throws IOException {
        return stub(script, patience, 0);
    }

    private Ffmpeg stub(String script, Duration patience, int niceness) throws IOException {
        Path file = work.resolve("stub");
        Files.writeString(file, "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Ffmpeg(new FfmpegProperties(
                file,
                file,
                Map.of(),
                patience,
                Duration.ofSeconds(6),
                niceness,
                DataSize.ofGigabytes(1),
                SandboxMode.AUTO,
                65_533,
                List.of()));
    }
}
