package org.reelmill.worker.publish;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reelmill.storage.ContentType;

/// Names of a publication's objects, relative to its prefix. All are written once, but those in `now/`. A
/// segment's name carries the attempt, so a late worker overwrites nothing.
public final class ObjectNames {

    public static final String MASTER = "master.m3u8";
    public static final String NOW_MASTER = "now/master.m3u8";
    public static final String POSTER = "poster.jpg";
    public static final String CHAPTERS = "chapters.vtt";
    /// The index of the pictures for scrubbing; the sheets lie beside it.
    public static final String STORYBOARD = "storyboard/index.vtt";

    static final String NOW = "now/";
    private static final String STORYBOARD_FOLDER = "storyboard/";

    private static final Pattern SEGMENT = Pattern.compile("/s([0-9]{5,9})\\.a[0-9]+\\.(m4s|vtt)$");

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

    /// A segment's name without the attempt that made it, e.g. `v720/s00012`; other names as they are.
    public static String withoutAttempt(String name) {
        return name.replaceFirst("\\.a[0-9]+\\.(m4s|vtt)$", "");
    }

    /// A segment's name without attempt and ending.
    public static String segment(String rendition, int number) {
        return "%s/s%05d".formatted(rendition, number);
    }

    /// The number of a segment by its name; empty if it is none.
    public static OptionalInt segmentNumber(String name) {
        Matcher segment = SEGMENT.matcher(name);
        return segment.find() ? OptionalInt.of(Integer.parseInt(segment.group(1))) : OptionalInt.empty();
    }

    /// @param file its name on disk
    public static String storyboardSheet(String file) {
        return STORYBOARD_FOLDER + file;
    }

    /// Whether an object belongs to the storyboard.
    public static boolean isOfStoryboard(String name) {
        return name.startsWith(STORYBOARD_FOLDER);
    }

    static ContentType type(String name) {
        if (name.endsWith(".m4s")) {
            return ContentType.SEGMENT;
        }
        if (name.endsWith(".mp4")) {
            return ContentType.INIT;
        }
        return name.endsWith(".vtt") ? ContentType.WEBVTT : ContentType.JPEG;
    }

    static String nowPlaylist(String rendition) {
        return NOW + rendition + ".m3u8";
    }

    static String playlist(String rendition) {
        return rendition + "/index.m3u8";
    }

    public static String iFramePlaylist(String rendition) {
        return rendition + "/iframes.m3u8";
    }
}
