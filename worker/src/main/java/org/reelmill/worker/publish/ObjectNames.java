package org.reelmill.worker.publish;

/// Names of a publication's objects, relative to its prefix. All are written once, but those in `now/`. A
/// segment's name carries the attempt, so a late worker overwrites nothing.
public final class ObjectNames {

    public static final String MASTER = "master.m3u8";
    public static final String NOW_MASTER = "now/master.m3u8";
    public static final String POSTER = "poster.jpg";
    static final String NOW = "now/";

    private ObjectNames() {}

    /// The same for all chunks, since their bytes are the same.
    public static String init(String rendition) {
        return rendition + "/init.mp4";
    }

    public static String mediaSegment(String rendition, int number, int attempt) {
        return "%s/s%05d.a%d.m4s".formatted(rendition, number, attempt);
    }

    public static String textSegment(String rendition, int number, int attempt) {
        return "%s/s%05d.a%d.vtt".formatted(rendition, number, attempt);
    }

    static String nowPlaylist(String rendition) {
        return NOW + rendition + ".m3u8";
    }

    static String playlist(String rendition) {
        return rendition + "/index.m3u8";
    }

    static String iFramePlaylist(String rendition) {
        return rendition + "/iframes.m3u8";
    }
}
