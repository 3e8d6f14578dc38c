package org.reelmill.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Looks for words in the raw bytes of all files of a folder: as UTF-8 and UTF-16, in Base64, and in what is
/// packed with gzip.
final class BytesSearch {

    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private BytesSearch() {}

    /// The files that hold one of the words, each with the word.
    static List<String> find(Path folder, List<String> words) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                for (var bytes : contents(file)) {
                    for (var word : words) {
                        if (holds(bytes, word)) {
                            found.add(folder.relativize(file) + " holds " + word);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static List<byte[]> contents(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".gz")) {
            return List.of(bytes);
        }
        var unpacked = new ByteArrayOutputStream();
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            in.transferTo(unpacked);
        }
        return List.of(bytes, unpacked.toByteArray());
    }

    private static boolean holds(byte[] bytes, String word) {
        return CHARSETS.stream().anyMatch(charset -> indexOf(bytes, word.getBytes(charset)) >= 0)
                || base64(word).stream().anyMatch(text -> indexOf(bytes, text) >= 0);
    }

    /// What of a word's Base64 does not depend on its neighbours, at each of the three offsets.
    private static List<byte[]> base64(String word) {
        var texts = new ArrayList<byte[]>();
        for (var offset = 0; offset < 3; offset++) {
            var text = Base64.getEncoder().encodeToString((" ".repeat(offset) + word).getBytes(StandardCharsets.UTF_8));
            texts.add(text.substring(4, text.length() - 4).getBytes(StandardCharsets.US_ASCII));
        }
        return texts;
    }

    private static int indexOf(byte[] bytes, byte[] word) {
        outer:
        for (var at = 0; at <= bytes.length - word.length; at++) {
            for (var i = 0; i < word.length; i++) {
                if (bytes[at + i] != word[i]) {
                    continue outer;
                }
            }
            return at;
        }
        return -1;
    }
}
