package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Fetches from the edge what a player would fetch, by the addresses that the playlists name. Knows of
/// playlists no more than that: lines without `#` and attributes `URI` are addresses.
final class EdgeClient implements AutoCloseable {

    private static final Pattern NAMED = Pattern.compile("URI=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    /// A publication on disk, each object under its own name.
    ///
    /// @param master the multivariant playlist
    /// @param playlists all playlists, by their names in the publication
    record Copy(Path master, Map<String, Path> playlists) {

        Copy {
            playlists = Map.copyOf(playlists);
        }

        /// The media playlist of a rendition of the picture.
        Path picture(int height) throws IOException {
            var lines = Files.readAllLines(master);
            for (var line = 0; line + 1 < lines.size(); line++) {
                if (lines.get(line).startsWith("#EXT-X-STREAM-INF")
                        && lines.get(line).contains("x" + height)) {
                    return master.resolveSibling(lines.get(line + 1));
                }
            }
            throw new AssertionError("No variant is " + height + " high in\n" + String.join("\n", lines));
        }

        /// The media playlist of the first sound track.
        Path sound() throws IOException {
            var line = Files.readAllLines(master).stream()
                    .filter(one -> one.startsWith("#EXT-X-MEDIA:") && one.contains("TYPE=AUDIO"))
                    .findFirst()
                    .orElseThrow();
            return master.resolveSibling(addresses(line).getFirst());
        }
    }

    /// Fetches a playlist and everything that it leads to into a folder.
    Copy copy(URI playlist, Path folder) throws IOException {
        var base = publication(playlist);
        var master = save(playlist, base, folder);
        var playlists = addresses(Files.readString(master)).stream()
                .map(playlist::resolve)
                .filter(address -> address.getPath().endsWith(".m3u8"))
                .distinct()
                .toList();
        var objects = new LinkedHashSet<URI>();
        for (var each : playlists) {
            addresses(Files.readString(save(each, base, folder))).stream()
                    .map(each::resolve)
                    .forEach(objects::add);
        }
        for (var object : objects) {
            save(object, base, folder);
        }
        var byName = new LinkedHashMap<String, Path>();
        Stream.concat(Stream.of(playlist), playlists.stream())
                .map(each -> base.relativize(each).getPath())
                .forEach(name -> byName.put(name, folder.resolve(name)));
        return new Copy(master, byName);
    }

    /// Everything that a playlist names.
    static List<String> addresses(String playlist) {
        return playlist.lines()
                .flatMap(line -> line.startsWith("#")
                        ? NAMED.matcher(line).results().map(found -> found.group(1))
                        : Stream.of(line.strip()).filter(address -> !address.isEmpty()))
                .toList();
    }

    /// The media playlists that a multivariant playlist names.
    Set<URI> playlists(URI master) {
        return new LinkedHashSet<>(addresses(get(master).body()).stream()
                .map(master::resolve)
                .filter(address -> address.getPath().endsWith(".m3u8"))
                .toList());
    }

    HttpResponse<String> get(URI address) {
        return send(address, BodyHandlers.ofString());
    }

    private Path save(URI address, URI base, Path folder) throws IOException {
        var file = folder.resolve(base.relativize(address).getPath());
        Files.createDirectories(file.getParent());
        var answer = send(address, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as("Status of %s", base.relativize(address))
                .isEqualTo(200);
        return Files.write(file, answer.body());
    }

    private <T> HttpResponse<T> send(URI address, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The address up to the publication's own prefix: `…/titles/<title>/<publication>/`.
    private static URI publication(URI playlist) {
        var prefix = Pattern.compile("^(.*?/titles/[^/]+/[^/]+/)").matcher(playlist.toString());
        assertThat(prefix.find()).as("%s is in a publication", playlist).isTrue();
        return URI.create(prefix.group(1));
    }

    @Override
    public void close() {
        http.close();
    }
}
