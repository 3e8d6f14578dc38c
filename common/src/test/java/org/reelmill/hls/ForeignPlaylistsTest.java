package org.reelmill.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Playlists of other people's test suites: good ones are read, each bad one is refused with its line. The
/// verdicts are in `foreign-playlists.txt`; `-Dreelmill.golden.write=true` writes it anew.
class ForeignPlaylistsTest {

    private static final Path ROOT = Path.of(System.getProperty("reelmill.root", "."));
    /// Beside the checkout or, in a work tree, beside the checkout's folder.
    private static final Path MEDIA = Stream.of("../shared/media", "../../shared/media")
            .map(ROOT::resolve)
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(ROOT.resolve("../shared/media"));
    private static final Path GOLDEN = Path.of("src/test/resources/org/reelmill/hls/foreign-playlists.txt");
    // | file | source | licence | bytes | faults | what |
    private static final Pattern ROW =
            Pattern.compile("\\| (\\S+\\.m3u8) \\|[^|]*\\|[^|]*\\| \\d+ \\| ([^|]*) \\|[^|]*\\|");

    @BeforeEach
    void needsThePlaylists() {
        Assumptions.assumeTrue(Files.isDirectory(MEDIA), "needs the test media beside the source tree");
    }

    @Test
    void givesEachItsVerdict() throws IOException {
        String verdicts = read().entrySet().stream()
                .map(entry -> entry.getKey() + "\n    " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        if (Boolean.getBoolean("reelmill.golden.write")) {
            Files.writeString(GOLDEN, verdicts);
        }

        assertThat(verdicts).isEqualTo(Files.readString(GOLDEN));
    }

    /// The index was made by another program: where it found a fault, so must we, and nowhere else.
    @Test
    void refusesWhatTheirIndexCallsFaulty() throws IOException {
        var faulty = new TreeMap<String, Boolean>();
        for (String line : Files.readAllLines(MEDIA.resolve("INDEX.md"))) {
            var row = ROW.matcher(line);
            if (row.matches() && Files.exists(MEDIA.resolve("D-playlists").resolve(row.group(1)))) {
                faulty.put(row.group(1), !row.group(2).equals("-"));
            }
        }

        assertThat(faulty).hasSize(58);
        assertThat(read())
                .allSatisfy((name, verdict) -> assertThat(verdict.startsWith("Line"))
                        .as(name + ": " + verdict)
                        .isEqualTo(faulty.get(name)));
    }

    private static Map<String, String> read() throws IOException {
        try (var files = Files.list(MEDIA.resolve("D-playlists"))) {
            return new TreeMap<>(files.collect(
                    Collectors.toMap(file -> file.getFileName().toString(), ForeignPlaylistsTest::verdict)));
        }
    }

    private static String verdict(Path file) {
        try {
            return switch (PlaylistReader.read(Files.readString(file))) {
                case MediaPlaylist media ->
                    "%d segments of %.3f s%s"
                            .formatted(
                                    media.segments().size(),
                                    media.duration().toMillis() / 1000.0,
                                    media.traits().stream().sorted().toList());
                case MultivariantPlaylist multivariant ->
                    "%s of %d variants, %d I-frame variants, %d renditions"
                            .formatted(
                                    "multivariant",
                                    multivariant.variants().size(),
                                    multivariant.iFrameVariants().size(),
                                    multivariant.renditions().size());
            };
        } catch (PlaylistFault fault) {
            return String.valueOf(fault.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
