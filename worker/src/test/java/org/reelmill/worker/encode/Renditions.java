package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Renditions as their segments come, from several workers too, put together to one file each: init, then the
/// segments by number.
final class Renditions {

    private final Path directory;
    private final Map<String, byte[]> inits = new TreeMap<>();
    private final Map<String, TreeMap<Integer, EncodedSegment>> segments = new TreeMap<>();

    Renditions(Path directory) {
        this.directory = directory;
    }

    synchronized void add(EncodedChunk chunk) throws IOException {
        for (var init : chunk.inits().entrySet()) {
            init(init.getKey(), init.getValue());
        }
        chunk.segments().forEach(this::add);
    }

    synchronized void add(EncodedSegment segment) {
        var row = segments.computeIfAbsent(segment.rendition(), name -> new TreeMap<>());
        assertThat(row.put(segment.number(), segment)).isNull();
    }

    /// Keeps an init segment, which must be equal to those that came before.
    synchronized void init(String rendition, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(inits.getOrDefault(rendition, bytes))
                .as("init of " + rendition)
                .isEqualTo(bytes);
        inits.put(rendition, bytes);
    }

    void write() throws IOException {
        Files.createDirectories(directory);
        for (var rendition : inits.entrySet()) {
            try (var out = Files.newOutputStream(file(rendition.getKey()))) {
                out.write(rendition.getValue());
                for (var segment : segments(rendition.getKey())) {
                    Files.copy(segment.file(), out);
                }
            }
        }
    }

    /// The whole rendition as one file.
    Path file(String rendition) {
        return directory.resolve(rendition + ".mp4");
    }

    List<EncodedSegment> segments(String rendition) {
        return List.copyOf(segments.getOrDefault(rendition, new TreeMap<>()).values());
    }
}
