package org.reelmill.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Needs;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.encode.TestMedia;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.ffmpeg.sandbox.SandboxMode;
import org.springframework.util.unit.DataSize;

/// What ffprobe opens and connects to when it looks at hostile files, told by strace, with the sandbox off:
/// what the sandbox forbids is not even tried.
class FileAccessTest {

    private static final Pattern OPENED = Pattern.compile("open(?:at)?\\(.*?\"([^\"]*)\".* = \\d+");
    private static final Pattern SYSTEM = Pattern.compile(
            "/(usr|lib|lib64)/.*|/etc/(ld\\.so\\.cache|localtime)|/dev/(null|urandom)|/proc/(self|cpuinfo|meminfo).*|/sys/devices/.*");

    @TempDir
    Path directory;

    @Test
    void nothingButTheFilmIsOpened() throws IOException {
        Path traces = Files.createDirectory(directory.resolve("traces"));
        var ffmpeg = traced(Needs.program("STRACE", "strace"), traces);
        int looked = 0;
        try (var films = Files.list(Needs.sharedMedia().resolve("C-open"))) {
            for (Path film : films.sorted().toList()) {
                looked += looksAt(film, ffmpeg) ? 1 : 0;
                try (var written = Files.list(traces)) {
                    for (Path trace : written.toList()) {
                        assertTraceIsClean(film, trace);
                        Files.delete(trace);
                    }
                }
            }
        }
        assertThat(looked).isGreaterThan(10); // The others end at the sniffer.
    }

    /// @return whether ffprobe was asked at all
    private static boolean looksAt(Path film, Ffmpeg ffmpeg) throws IOException {
        byte[] first;
        try (var in = Files.newInputStream(film)) {
            first = in.readNBytes(Sniffer.BYTES);
        }
        try {
            var input = TestMedia.input(film);
            new Prober(ffmpeg).probe(input, ContainerIndex.of(input.demuxer(), first), () -> {});
            return true;
        } catch (RejectedSource refused) {
            return refused.failure().detail() != null;
        }
    }

    private static void assertTraceIsClean(Path film, Path trace) throws IOException {
        List<String> calls = Files.readAllLines(trace);
        assertThat(calls).as("what ffprobe did with " + film).isNotEmpty().noneMatch(line -> line.contains("connect("));
        String folder = TestMedia.tools().ffprobe().resolveSibling("").toString();
        Stream<String> opened = calls.stream()
                .map(OPENED::matcher)
                .filter(Matcher::find)
                .map(call -> call.group(1))
                .filter(path -> !SYSTEM.matcher(path).matches())
                .filter(path -> !path.startsWith(folder));
        assertThat(opened).as("what is opened for " + film).allMatch(path -> path.equals(film.toString()));
    }

    private Ffmpeg traced(Path strace, Path traces) throws IOException {
        Path script = directory.resolve("ffprobe");
        var tools = TestMedia.tools();
        Files.writeString(script, """
                #!/bin/sh
                exec %s -f -qq -e trace=open,openat,connect,execve -e signal=none -o %s/$$ %s "$@"
                """.formatted(strace, traces, tools.ffprobe()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Ffmpeg(new FfmpegProperties(
                script,
                script,
                tools.environment(),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                0,
                DataSize.ofGigabytes(2),
                SandboxMode.OFF,
                65_533,
                List.of()));
    }
}
