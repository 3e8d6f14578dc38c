package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "ffmpeg is carried for linux-x86_64 only")
class FfmpegBinariesTest {

    @TempDir
    static Path directory;

    @TempDir
    Path work;

    @Test
    void saysItsVersionAndIsUnpackedOnce() throws Exception {
        var binaries = FfmpegBinaries.extract(directory);
        var unpackedAt = Files.getLastModifiedTime(binaries.ffmpeg());

        assertThat(run(binaries, binaries.ffmpeg(), "-version")).startsWith("ffmpeg version 8.");
        assertThat(FfmpegBinaries.extract(directory)).isEqualTo(binaries);
        assertThat(Files.getLastModifiedTime(binaries.ffmpeg())).isEqualTo(unpackedAt);
    }

    @Test
    void encodesPictureAndSoundThatFfprobeReads() throws Exception {
        assertEncodes(FfmpegBinaries.extract(directory));
    }

    @Test
    void unpacksAgainWhatSomebodyRemoved() throws Exception {
        var binaries = FfmpegBinaries.extract(work);
        Files.delete(binaries.ffmpeg().resolveSibling("libavcodec.so.62"));

        FfmpegBinaries.extract(work);

        assertThat(run(binaries, binaries.ffmpeg(), "-version")).startsWith("ffmpeg version 8.");
        try (var left = Files.list(work)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void standsInForDesktopLibrariesThatABareMachineLacks() throws Exception {
        var real = FfmpegBinaries.extract(work).ffmpeg();
        Files.move(real, real.resolveSibling("ffmpeg.real"));
        // Fails like the loader does, unless the stand-ins can be found.
        script(real, """
                #!/bin/sh
                case "$LD_LIBRARY_PATH" in
                  */stub) exec "$0.real" "$@" ;;
                  *) echo "libxcb.so.1: cannot open shared object file" >&2; exit 127 ;;
                esac
                """);

        var binaries = FfmpegBinaries.extract(work);

        assertThat(binaries.environment().get("LD_LIBRARY_PATH")).endsWith("/stub");
        assertEncodes(binaries);
    }

    @Test
    void saysWhatToDoWhereItDoesNotRun() throws Exception {
        var ffmpeg = FfmpegBinaries.extract(work).ffmpeg();
        Files.delete(ffmpeg);
        script(ffmpeg, "#!/bin/sh\necho version GLIBC_2.35 not found >&2; exit 1\n");

        assertThatThrownBy(() -> FfmpegBinaries.extract(work))
                .isInstanceOf(EmbeddedServiceException.class)
                .hasMessageContainingAll("GLIBC_2.35 not found", "install ffmpeg", "reelmill.ffmpeg.path");
    }

    @Test
    void saysWhatToDoOnAnotherPlatform() {
        assertThatThrownBy(() -> FfmpegArchive.requirePlatform("Mac OS X", "aarch64"))
                .isInstanceOf(EmbeddedServiceException.class)
                .hasMessageContainingAll("Mac OS X on aarch64", "install ffmpeg", "reelmill.ffmpeg.path");
    }

    private void assertEncodes(FfmpegBinaries binaries) throws Exception {
        var film = work.resolve("film.mp4").toString();
        run(
                binaries,
                binaries.ffmpeg(),
                "-v error -f lavfi -i testsrc=duration=1 -f lavfi -i sine=duration=1 -c:v libx264 -c:a aac".split(" "),
                film);
        var codecs = run(
                binaries, binaries.ffprobe(), "-v error -show_entries stream=codec_name -of csv=p=0".split(" "), film);
        assertThat(codecs.lines()).containsExactly("h264", "aac");
    }

    private static String run(FfmpegBinaries binaries, Path program, String... options) throws Exception {
        return run(binaries, program, options, "-hide_banner");
    }

    private static String run(FfmpegBinaries binaries, Path program, String[] options, String last) throws Exception {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(options));
        command.add(last);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(binaries.environment());
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command.toString()).isZero();
        return said;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
