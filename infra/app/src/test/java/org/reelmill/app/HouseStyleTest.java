package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of the house style that a machine can check on the sources.
class HouseStyleTest {

    private static final int LONGEST_FILE = 300;
    private static final Path ROOT = Path.of(System.getProperty("reelmill.root", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed|static) )*(?:class|record|interface|enum|@interface) (\\w+)",
            Pattern.MULTILINE);

    @Test
    void noFileIsLongerThanAReaderCanHold() throws IOException {
        assertThat(mainSources())
                .filteredOn(source -> lines(source).size() > LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        assertThat(mainSources())
                .map(Path::getParent)
                .filteredOn(folder -> !Files.exists(folder.resolve("package-info.java"))
                        || !text(folder.resolve("package-info.java")).contains("@NullMarked"))
                .isEmpty();
    }

    @Test
    void everyTopLevelTypeHasItsSentence() throws IOException {
        assertThat(mainSources())
                .filteredOn(source -> PUBLIC_TYPE.matcher(text(source)).find())
                .filteredOn(source -> !sentenceStandsBeforeTheType(text(source)))
                .isEmpty();
    }

    @Test
    void nothingIsLeftToDoInMain() throws IOException {
        assertThat(mainSources())
                .filteredOn(source -> Pattern.compile("\\b(TODO|FIXME|XXX)\\b")
                        .matcher(text(source))
                        .find())
                .isEmpty();
    }

    @Test
    void theConsoleIsWrittenToByTheCommandLineOnly() throws IOException {
        assertThat(mainSources())
                .filteredOn(source -> text(source).contains("System.out"))
                .map(source -> ROOT.relativize(source).toString())
                .allMatch(source -> source.contains("/cli/") || source.endsWith("Process.java"));
    }

    private static boolean sentenceStandsBeforeTheType(String source) {
        var type = PUBLIC_TYPE.matcher(source);
        return type.find() && source.lastIndexOf("///", type.start()) >= 0;
    }

    private static List<Path> mainSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
