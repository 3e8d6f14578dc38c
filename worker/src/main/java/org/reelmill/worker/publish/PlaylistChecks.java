package org.reelmill.worker.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.hls.ByteRange;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.MediaSegment;
import org.reelmill.hls.MultivariantPlaylist;
import org.reelmill.hls.PlaylistFault;
import org.reelmill.hls.PlaylistReader;
import org.reelmill.hls.Variant;
import org.reelmill.worker.publish.BitRates.Piece;

/// Reads the playlists as a player would and holds what they declare against the sizes of what they name.
/// Knows nothing of how they were made. Pure.
final class PlaylistChecks {

    /// Apple's rules 1.26 and 1.27.
    private static final double TOLERANCE = 0.10;

    private final Map<String, String> texts;
    private final Map<String, Long> sizes;
    private final Map<String, MediaPlaylist> playlists = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private PlaylistChecks(Map<String, String> texts, Map<String, Long> sizes) {
        this.texts = texts;
        this.sizes = sizes;
    }

    /// @param texts of all playlists by name
    /// @param sizes of all objects by name
    static List<Finding> findings(Map<String, String> texts, Map<String, Long> sizes) {
        var checks = new PlaylistChecks(texts, sizes);
        try {
            checks.check(PlaylistReader.readMultivariant(texts.getOrDefault(ObjectNames.MASTER, "")));
        } catch (PlaylistFault fault) {
            checks.findings.add(Finding.of("has a broken multivariant playlist: " + fault.getMessage()));
        }
        return checks.findings;
    }

    private void check(MultivariantPlaylist master) {
        master.renditions().stream()
                .flatMap(rendition -> Optional.ofNullable(rendition.uri()).stream())
                .forEach(this::media);
        for (Variant variant : master.variants()) {
            media(variant.uri()).ifPresent(playlist -> {
                var measured = rates(variant.uri(), playlist)
                        .plus(heaviest(master, MediaRendition.Type.AUDIO, variant.audio()))
                        .plus(heaviest(master, MediaRendition.Type.SUBTITLES, variant.subtitles()));
                compare(variant.uri(), "BANDWIDTH", variant.bandwidth(), measured.peak());
                compare(variant.uri(), "AVERAGE-BANDWIDTH", variant.averageBandwidth(), measured.average());
            });
        }
        for (var variant : master.iFrameVariants()) {
            media(variant.uri())
                    .ifPresent(playlist -> compare(
                            variant.uri(),
                            "BANDWIDTH",
                            variant.bandwidth(),
                            rates(variant.uri(), playlist).peak()));
        }
        if (playlists.values().stream()
                        .map(MediaPlaylist::targetDuration)
                        .distinct()
                        .count()
                > 1) {
            findings.add(Finding.of("has playlists of several target durations"));
        }
    }

    private void compare(String uri, String what, @Nullable Long declared, long measured) {
        if (declared == null || Math.abs(declared - measured) > TOLERANCE * measured) {
            findings.add(Finding.of("declares " + what + "=" + declared + " for " + uri + ", measured is " + measured));
        }
    }

    private BitRates heaviest(MultivariantPlaylist master, MediaRendition.Type type, @Nullable String group) {
        return master.renditions().stream()
                .filter(rendition ->
                        rendition.type() == type && rendition.group().equals(group))
                .flatMap(rendition -> Optional.ofNullable(rendition.uri()).stream())
                .flatMap(uri -> media(uri).map(playlist -> rates(uri, playlist)).stream())
                .reduce(BitRates.NONE, BitRates::or);
    }

    private BitRates rates(String playlistUri, MediaPlaylist playlist) {
        var pieces = playlist.segments().stream()
                .map(segment -> new Piece(bytes(playlistUri, segment), segment.duration()))
                .toList();
        return BitRates.of(pieces, playlist.targetDuration());
    }

    private long bytes(String playlistUri, MediaSegment segment) {
        long size = sizes.getOrDefault(resolve(playlistUri, segment.uri()), 0L);
        ByteRange range = segment.range();
        return range == null ? size : range.length();
    }

    private Optional<MediaPlaylist> media(String uri) {
        if (playlists.containsKey(uri)) {
            return Optional.of(playlists.get(uri));
        }
        try {
            var playlist = PlaylistReader.readMedia(texts.getOrDefault(uri, ""));
            playlists.put(uri, playlist);
            names(uri, playlist);
            return Optional.of(playlist);
        } catch (PlaylistFault fault) {
            findings.add(Finding.of("has a broken playlist " + uri + ": " + fault.getMessage()));
            return Optional.empty();
        }
    }

    /// Everything that a playlist names has to be there, and whole ranges of it.
    private void names(String uri, MediaPlaylist playlist) {
        if (!playlist.isEnded()) {
            findings.add(Finding.of("has a playlist " + uri + " without an end"));
        }
        for (MediaSegment segment : playlist.segments()) {
            Long size = sizes.get(resolve(uri, segment.uri()));
            ByteRange range = segment.range();
            if (size == null || (range != null && range.end() > size)) {
                findings.add(Finding.of("names " + segment.uri() + " in " + uri + ", which is not there"));
            }
            var init = segment.init();
            if (init != null && !sizes.containsKey(resolve(uri, init.uri()))) {
                findings.add(Finding.of("names " + init.uri() + " in " + uri + ", which is not there"));
            }
        }
    }

    private static String resolve(String playlist, String uri) {
        return playlist.substring(0, playlist.lastIndexOf('/') + 1) + uri;
    }
}
