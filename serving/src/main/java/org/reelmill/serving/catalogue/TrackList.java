package org.reelmill.serving.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.MultivariantPlaylist;
import org.reelmill.hls.PlaylistFault;
import org.reelmill.hls.PlaylistReader;
import org.reelmill.hls.Resolution;
import org.reelmill.hls.Variant;
import org.reelmill.serving.catalogue.Tracks.Quality;
import org.reelmill.serving.catalogue.Tracks.Track;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Publication;
import org.reelmill.title.Title;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Reads what publications offer from their multivariant playlists. These never change, so what was read is
/// kept. Thread-safe.
@Component
final class TrackList {

    private static final Logger log = LoggerFactory.getLogger(TrackList.class);
    private static final int KEPT = 1000;
    private static final int BITS_PER_KBIT = 1000;

    private final ObjectStore store;
    private final Map<String, Tracks> read = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tracks> eldest) {
            return size() > KEPT;
        }
    };

    TrackList(ObjectStore store) {
        this.store = store;
    }

    /// @return empty if the title is not READY, or its playlist cannot be read
    Optional<Tracks> of(Title title) {
        Publication publication = title.publication();
        if (publication == null) {
            return Optional.empty();
        }
        String key = publication.prefix() + publication.playlist();
        synchronized (read) {
            if (read.containsKey(key)) {
                return Optional.of(read.get(key));
            }
        }
        Optional<Tracks> tracks = fetch(key);
        synchronized (read) {
            tracks.ifPresent(found -> read.put(key, found));
        }
        return tracks;
    }

    private Optional<Tracks> fetch(String key) {
        try {
            return store.get(key)
                    .map(content ->
                            PlaylistReader.readMultivariant(new String(content.bytes(), StandardCharsets.UTF_8)))
                    .map(TrackList::tracks);
        } catch (PlaylistFault e) {
            log.warn("The playlist {} cannot be read, so its tracks are not shown: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private static Tracks tracks(MultivariantPlaylist playlist) {
        // Where there is 5.1 too, every quality is there once more with it; stereo comes first.
        String sound =
                playlist.variants().stream().findFirst().map(Variant::audio).orElse(null);
        var ladder = playlist.variants().stream()
                .filter(variant -> Objects.equals(variant.audio(), sound))
                .flatMap(variant -> quality(variant).stream())
                .distinct()
                .sorted(Comparator.comparingInt(Quality::height)
                        .thenComparingLong(Quality::averageKbps)
                        .reversed())
                .toList();
        return new Tracks(
                ladder, tracks(playlist, MediaRendition.Type.AUDIO), tracks(playlist, MediaRendition.Type.SUBTITLES));
    }

    private static Optional<Quality> quality(Variant variant) {
        Resolution size = variant.resolution();
        Long average = variant.averageBandwidth();
        long rate = average == null ? variant.bandwidth() : average;
        return size == null
                ? Optional.empty()
                : Optional.of(new Quality(
                        size.width(), size.height(), rate / BITS_PER_KBIT, String.join(",", variant.codecs())));
    }

    private static List<Track> tracks(MultivariantPlaylist playlist, MediaRendition.Type type) {
        return playlist.renditions().stream()
                .filter(rendition -> rendition.type() == type)
                .map(rendition -> new Track(rendition.name(), rendition.language()))
                .distinct()
                .toList();
    }
}
