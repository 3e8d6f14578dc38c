package org.reelmill.testing.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The words that document stores of this JVM were sent, each written once to a file of a directory, and
/// those that are outside the common subset to another. Thread-safe.
final class RecordedCommands {

    /// Of this JVM and, by the directory, of the processes that it starts.
    static final RecordedCommands HERE = new RecordedCommands(directory(), CommonSubset.read());

    private static final String DIRECTORY = "reelmill.document-commands";

    private final Path directory;
    private final CommonSubset subset;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    RecordedCommands(Path directory, CommonSubset subset) {
        this.directory = directory;
        this.subset = subset;
    }

    /// Where this JVM records; give it to a process with `-D`.
    static String option() {
        return "-D" + DIRECTORY + "=" + directory();
    }

    Optional<String> record(String command, Map<String, Object> arguments) {
        var words = CommandWords.of(command, arguments);
        words.stream().filter(seen::add).forEach(word -> append("words", word));
        var outside = new TreeSet<>(subset.outside(words));
        if (outside.isEmpty()) {
            return Optional.empty();
        }
        String objection = "Not in common-subset.txt, the list of what means the same on MongoDB 6 to 8: " + outside
                + ", in command " + command + ". Say it otherwise, or add it with the section of the manual.";
        append("outside", objection);
        return Optional.of(objection);
    }

    /// What was outside the subset since the last call, here or in another process that records in the same
    /// directory.
    List<String> takeObjections() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("outside-"))
                    .flatMap(RecordedCommands::take)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Moved away before it is read: its process may be about to write more.
    private static Stream<String> take(Path file) {
        try {
            Path taken = file.resolveSibling("taken-" + file.getFileName());
            Files.move(file, taken, StandardCopyOption.REPLACE_EXISTING);
            return Files.readAllLines(taken).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void append(String kind, String line) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve(kind + "-" + ProcessHandle.current().pid() + ".txt"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        return Path.of(System.getProperty(DIRECTORY, "target/document-commands"))
                .toAbsolutePath();
    }
}
