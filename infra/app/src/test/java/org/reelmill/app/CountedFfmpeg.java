package org.reelmill.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.reelmill.testing.MediaTools;

/// A script that stands in ffmpeg's place, writes down each start, and becomes the real one.
public final class CountedFfmpeg {

    private final Path script;
    private final Path starts;
    private final Path real;

    /// One start of an encoder.
    ///
    /// @param at when, in nanoseconds since the epoch
    /// @param work what it encodes: its arguments without the input's address, which differs each time
    /// @param task whose scratch directory it works in; empty if in none
    public record Start(long at, String work, String task) {}

    public CountedFfmpeg(MediaTools real, Path folder) throws IOException {
        this.real = real.ffmpeg();
        starts = Files.createDirectories(folder.resolve("ffmpeg-starts"));
        // Whoever ffmpeg runs as writes there.
        Files.setPosixFilePermissions(starts, PosixFilePermissions.fromString("rwxrwxrwx"));
        var lines = new ArrayList<>(List.of("#!/bin/sh"));
        lines.add("umask 022; start=$(mktemp '" + starts + "/XXXXXXXXXX')");
        lines.add("{ date +%s%N; pwd; printf '%s\\n' \"$@\"; } > \"$start.new\"");
        lines.add("mv -f \"$start.new\" \"$start\"");
        real.environment().forEach((name, value) -> lines.add("export " + name + "='" + value + "'"));
        lines.add("exec '" + real.ffmpeg() + "' \"$@\"");
        script = Files.writeString(folder.resolve("ffmpeg.sh"), String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    public Path path() {
        return script;
    }

    /// What the script needs beside the worker's own, for `reelmill.ffmpeg.shared`.
    public String shared() {
        return starts + "," + real.resolveSibling("");
    }

    /// All starts that encode picture or sound, in order.
    public List<Start> encodes() {
        try (var files = Files.list(starts)) {
            return files.filter(file -> !file.toString().endsWith(".new"))
                    .map(CountedFfmpeg::lines)
                    .filter(lines -> lines.contains("libx264") || lines.contains("aac"))
                    // What a worker draws and encodes at its start is nobody's film.
                    .filter(lines -> lines.stream().noneMatch(line -> line.contains("warm-up") || line.equals("lavfi")))
                    .map(lines -> new Start(Long.parseLong(lines.getFirst()), work(lines), task(lines.get(1))))
                    .sorted(Comparator.comparingLong(Start::at))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path start) {
        try {
            return Files.readAllLines(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String work(List<String> lines) {
        var arguments = new ArrayList<>(lines.subList(2, lines.size()));
        arguments.removeIf(argument -> argument.toLowerCase(Locale.ROOT).startsWith("http:"));
        return String.join(" ", arguments);
    }

    /// The directory of an attempt is called after its task: `…/scratch/TASK-RANDOM`.
    private static String task(String directory) {
        var names = directory.split("/scratch/", 2);
        return names.length < 2 ? "" : names[1].split("/", 2)[0].replaceFirst("-[0-9]+$", "");
    }
}
