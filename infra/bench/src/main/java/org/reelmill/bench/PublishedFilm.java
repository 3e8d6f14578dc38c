package org.reelmill.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// A publication as a player sees it: fetched through the edge from its multivariant playlist on.
final class PublishedFilm {

    private static final Pattern VARIANT = Pattern.compile("#EXT-X-STREAM-INF:.*RESOLUTION=\\d+x(\\d+).*\\n([^#\\n]+)");
    private static final Pattern MAP = Pattern.compile("#EXT-X-MAP:.*URI=\"([^\"]+)\"");

    private final HttpClient http;
    private final URI master;

    PublishedFilm(HttpClient http, URI master) {
        this.http = http;
        this.master = master;
    }

    /// Fetches what a player needs for the first picture: both playlists, init segment and first segment.
    void fetchBeginning() throws IOException, InterruptedException {
        URI media = renditions().getLast();
        String playlist = text(media);
        for (URI part : parts(media, playlist).subList(0, 2)) {
            try (InputStream bytes = open(part)) {
                bytes.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    /// Writes the tallest rendition into one file.
    Path saveTallest(Path file) throws IOException, InterruptedException {
        URI media = renditions().getFirst();
        try (var out = Files.newOutputStream(file)) {
            for (URI part : parts(media, text(media))) {
                try (InputStream bytes = open(part)) {
                    bytes.transferTo(out);
                }
            }
        }
        return file;
    }

    /// The media playlists, of the tallest rung first.
    private List<URI> renditions() throws IOException, InterruptedException {
        record Rendition(int height, String uri) {}
        return VARIANT.matcher(text(master))
                .results()
                .map(match -> new Rendition(
                        Integer.parseInt(match.group(1)), match.group(2).strip()))
                .sorted(Comparator.comparingInt(Rendition::height).reversed())
                .map(rendition -> master.resolve(rendition.uri()))
                .toList();
    }

    /// The init segment, then the media segments.
    private static List<URI> parts(URI media, String playlist) {
        var map = MAP.matcher(playlist);
        if (!map.find()) {
            throw new IllegalStateException("A media playlist names no init segment.");
        }
        var parts = new ArrayList<>(List.of(media.resolve(map.group(1))));
        playlist.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(media::resolve)
                .forEach(parts::add);
        return parts;
    }

    private String text(URI address) throws IOException, InterruptedException {
        try (InputStream bytes = open(address)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private InputStream open(URI address) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            // Without the address: its path is a play token.
            throw new IOException("The edge answered " + answer.statusCode() + ".");
        }
        return answer.body();
    }
}
