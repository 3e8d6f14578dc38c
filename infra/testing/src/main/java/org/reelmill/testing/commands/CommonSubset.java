package org.reelmill.testing.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The words that mean the same on MongoDB 6, 7 and 8 and on the embedded store, each with the section of
/// MongoDB's manual that says so: the file `common-subset.txt`.
record CommonSubset(Map<String, String> sections) {

    CommonSubset {
        sections = new TreeMap<>(sections);
    }

    static CommonSubset read() {
        try (var in = Objects.requireNonNull(CommonSubset.class.getResourceAsStream("common-subset.txt"))) {
            return new CommonSubset(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*\\|\\s*", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts.length > 1 ? parts[1] : "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Those that are not in it.
    Set<String> outside(Set<String> words) {
        return words.stream().filter(word -> !sections.containsKey(word)).collect(Collectors.toSet());
    }
}
