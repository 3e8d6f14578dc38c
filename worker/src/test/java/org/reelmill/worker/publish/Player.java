package org.reelmill.worker.publish;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.hls.ByteRange;
import org.reelmill.hls.IFrameVariant;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.MediaSegment;
import org.reelmill.hls.MultivariantPlaylist;
import org.reelmill.hls.PlaylistReader;
import org.reelmill.hls.Variant;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Publication;

/// Reads a publication from its multivariant playlist on, and knows nothing else of it.
final class Player {

    private final ObjectStore store;
    private final String prefix;
    final MultivariantPlaylist master;
    final Map<String, MediaPlaylist> playlists = new LinkedHashMap<>();
    final Map<String, String> texts = new LinkedHashMap<>();

    Player(ObjectStore store, Publication publication) {
        this.store = store;
        this.prefix = publication.prefix();
        this.master = PlaylistReader.readMultivariant(text(publication.playlist()));
        Stream.of(
                        master.variants().stream().map(Variant::uri),
                        master.iFrameVariants().stream().map(IFrameVariant::uri),
                        master.renditions().stream()
                                .flatMap(rendition -> Optional.ofNullable(rendition.uri()).stream()))
                .flatMap(uris -> uris)
                .forEach(uri -> playlists.put(uri, PlaylistReader.readMedia(text(uri))));
    }

    Stream<Map.Entry<String, MediaPlaylist>> of(MediaRendition.Type type) {
        return master.renditions().stream()
                .filter(rendition -> rendition.type() == type)
                .map(rendition -> Map.entry(String.valueOf(rendition.uri()), playlist(rendition.uri())));
    }

    Stream<Map.Entry<String, MediaPlaylist>> pictures() {
        return master.variants().stream().map(variant -> Map.entry(variant.uri(), playlist(variant.uri())));
    }

    Stream<Map.Entry<String, MediaPlaylist>> iFrames() {
        return master.iFrameVariants().stream().map(variant -> Map.entry(variant.uri(), playlist(variant.uri())));
    }

    MediaPlaylist playlist(@Nullable String uri) {
        var playlist = playlists.get(String.valueOf(uri));
        if (playlist == null) {
            throw new AssertionError("There is no playlist " + uri);
        }
        return playlist;
    }

    /// The bytes that a line of a playlist names.
    byte[] bytes(String playlist, MediaSegment segment) {
        byte[] whole = bytes(resolve(playlist, segment.uri()));
        ByteRange range = segment.range();
        return range == null ? whole : Arrays.copyOfRange(whole, (int) range.offset(), (int) range.end());
    }

    byte[] init(String playlist, MediaSegment segment) {
        var init = segment.init();
        if (init == null) {
            throw new AssertionError("No EXT-X-MAP in " + playlist);
        }
        return bytes(resolve(playlist, init.uri()));
    }

    private String text(String name) {
        String text = new String(bytes(name), StandardCharsets.UTF_8);
        texts.put(name, text);
        return text;
    }

    private byte[] bytes(String name) {
        return store.get(prefix + name)
                .orElseThrow(() -> new AssertionError("There is no object " + name))
                .bytes();
    }

    private static String resolve(String playlist, String uri) {
        return playlist.substring(0, playlist.lastIndexOf('/') + 1) + uri;
    }

    /// Every rendition with its playlist.
    Stream<One> everything() {
        return Stream.of(
                        pictures().map(one -> new One(one.getKey(), one.getValue(), null)),
                        of(MediaRendition.Type.AUDIO)
                                .map(one -> new One(one.getKey(), one.getValue(), MediaRendition.Type.AUDIO)),
                        of(MediaRendition.Type.SUBTITLES)
                                .map(one -> new One(one.getKey(), one.getValue(), MediaRendition.Type.SUBTITLES)))
                .flatMap(ones -> ones);
    }

    /// @param type null of a picture
    record One(String uri, MediaPlaylist playlist, MediaRendition.@Nullable Type type) {

        boolean isText() {
            return type == MediaRendition.Type.SUBTITLES;
        }

        boolean isSound() {
            return type == MediaRendition.Type.AUDIO;
        }
    }
}
