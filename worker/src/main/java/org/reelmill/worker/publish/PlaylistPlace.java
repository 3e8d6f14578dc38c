package org.reelmill.worker.publish;

/// Where a publication's playlists lie, and so how they name one another and the segments. All URIs are
/// relative: so they inherit the signed prefix of whoever reads them.
enum PlaylistPlace {
    /// While the film is encoded.
    NOW {
        @Override
        String playlist(String rendition) {
            return ObjectNames.nowPlaylist(rendition);
        }

        @Override
        String fromMaster(String rendition) {
            return rendition + ".m3u8";
        }

        @Override
        String fromPlaylist(String object) {
            return "../" + object;
        }
    },
    /// For good.
    FINAL {
        @Override
        String playlist(String rendition) {
            return ObjectNames.playlist(rendition);
        }

        @Override
        String fromMaster(String rendition) {
            return ObjectNames.playlist(rendition);
        }

        @Override
        String fromPlaylist(String object) {
            return object.substring(object.indexOf('/') + 1);
        }
    };

    /// Name of a rendition's media playlist, relative to the publication's prefix.
    abstract String playlist(String rendition);

    /// URI of a rendition's media playlist in the multivariant playlist.
    abstract String fromMaster(String rendition);

    /// URI of a rendition's segment in its media playlist.
    abstract String fromPlaylist(String object);
}
