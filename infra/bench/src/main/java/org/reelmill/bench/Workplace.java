package org.reelmill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.Meter;
import org.reelmill.testing.NaturalFilm;
import org.reelmill.testing.Needs;

/// The folder of one benchmark run, with natural films of any length; deleted at the end.
final class Workplace implements AutoCloseable {

    private final Path directory;
    private final MediaTools tools;
    private final Clip clip;

    private Workplace(Path directory, MediaTools tools, Clip clip) {
        this.directory = directory;
        this.tools = tools;
        this.clip = clip;
    }

    /// Opens one in the checkout's `.cache`, where there is most likely room for films.
    static Workplace open() {
        Path root = Needs.root();
        try {
            Path cache = Files.createDirectories(root.resolve(".cache"));
            Path directory = Files.createTempDirectory(cache, "bench");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(directory), "bench-end"));
            return new Workplace(directory, MediaTools.bundled(), Clip.bestBeside(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a benchmark that is stopped has started ends, and its files go.
    private static void leave(Path directory) {
        ProcessHandle.current().descendants().toList().forEach(ProcessHandle::destroyForcibly);
        delete(directory);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    MediaTools tools() {
        return tools;
    }

    Clip clip() {
        return clip;
    }

    /// A natural film of 1080 lines, at least this long.
    Path film(Duration length) {
        Path film = path("film-" + length.toSeconds() + ".mp4");
        return Files.exists(film) ? film : NaturalFilm.loop(clip.file(), length, film, tools);
    }

    /// A natural film of 1080 lines that has as many bits in each second, as masters have: the pictures do
    /// not need them all, the rest is filler.
    Path heavyFilm(Duration length, long megabitsPerSecond) {
        Path film = path("heavy-" + length.toSeconds() + ".mp4");
        if (Files.exists(film)) {
            return film;
        }
        Path heavy = path("heavy-clip.mp4");
        String rate = megabitsPerSecond + "M";
        var arguments = new ArrayList<>(List.of("-i", clip.file().toString(), "-map", "0:v:0", "-c:v", "libx264"));
        arguments.addAll(List.of("-preset", "ultrafast", "-qmin", "20", "-g", "60"));
        arguments.addAll(List.of("-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate));
        arguments.addAll(List.of("-x264-params", "nal-hrd=cbr:filler=1", "-an", heavy.toString()));
        tools.ffmpeg(arguments);
        return NaturalFilm.loop(heavy, length, film, tools);
    }

    /// A natural film of 1080 lines whose pictures fit the tallest rung of the usual ladder as they are.
    Path fittingFilm(Duration length) {
        Path film = path("fitting-" + length.toSeconds() + ".mp4");
        if (Files.exists(film)) {
            return film;
        }
        Path fitting = path("fitting-clip.mp4");
        String group = Integer.toString(2 * clip.framesPerSecond());
        var arguments = new ArrayList<>(List.of("-i", clip.file().toString(), "-map", "0:v:0", "-map", "0:a:0?"));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-level", "4.0"));
        arguments.addAll(List.of("-crf", "23", "-maxrate", "3500k", "-bufsize", "3500k"));
        arguments.addAll(List.of("-g", group, "-keyint_min", group, "-sc_threshold", "0", "-c:a", "copy"));
        arguments.add(fitting.toString());
        tools.ffmpeg(arguments);
        return NaturalFilm.loop(fitting, length, film, tools);
    }

    /// Settings of the usual ladder with all rungs encoded, as the command does that it is compared with.
    Map<String, String> encodingLadder() {
        return usualLadder("never");
    }

    /// Settings of the usual ladder with the tallest rung copied of what fits it.
    Map<String, String> copyingLadder() {
        return usualLadder("fitting");
    }

    private Map<String, String> usualLadder(String copy) {
        try {
            String usual = Files.readString(Needs.root().resolve("samples/ladders/usual.yml"));
            return ladder(copy, "copy: " + copy + "\n" + usual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Settings of a ladder of two low rungs.
    Map<String, String> lowLadder() {
        return ladder("low", """
                copy: never
                preset: veryfast
                rungs:
                  - { height: 360, crf: 23, maxKbps: 800 }
                  - { height: 240, crf: 23, maxKbps: 400 }
                """);
    }

    private Map<String, String> ladder(String name, String content) {
        Path ladders = path("ladders");
        try {
            Files.writeString(Files.createDirectories(ladders).resolve(name + ".yml"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("reelmill.ladder.name", name, "reelmill.ladder.directory", ladders.toString());
    }

    /// What it was measured on.
    String machine(List<Meter.Spent> runs) {
        double others =
                runs.stream().mapToDouble(Meter.Spent::otherCores).average().orElse(0);
        return String.format(
                Locale.ROOT,
                "Machine: %d cores, %s, Java %s. Other programs used %.2f cores on average while it was measured.",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.version().feature(),
                others);
    }

    /// Deletes a file or a folder with all that is in it.
    static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(directory);
    }

    /// A natural clip of 1920 × 1080 pixels.
    ///
    /// @param framesPerSecond its constant rate
    record Clip(Path file, int framesPerSecond) {

        // The first is sharper and busier; the sample film is there in every checkout.
        static Clip bestBeside(Path root) {
            return Stream.of(
                            new Clip(root.resolve("../shared/media/A-open/bbb_1080p30_h264_aac2_13s.ts"), 30),
                            new Clip(root.resolve("../../shared/media/A-open/bbb_1080p30_h264_aac2_13s.ts"), 30),
                            new Clip(root.resolve("samples/films/big-buck-bunny.mp4"), 24))
                    .filter(clip -> Files.exists(clip.file()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("There is no clip in samples/films."));
        }
    }
}
