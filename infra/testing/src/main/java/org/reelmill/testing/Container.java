package org.reelmill.testing;

import java.util.List;
import java.util.stream.Stream;

/// A container that a [TestFilm] can be put in, with codecs that it is usually seen with.
public enum Container {
    MP4("mp4", List.of("-c:v", "libx264"), "aac", "mov_text"),
    MOV("mov", List.of("-c:v", "libx264"), "aac", "mov_text"),
    MKV("matroska", List.of("-c:v", "libx264"), "aac", "srt"),
    WEBM("webm", List.of("-c:v", "libvpx"), "libopus", "webvtt"),
    /// Without an index, as what is written to a pipe.
    LIVE_MKV("matroska", List.of("-c:v", "libx264"), "aac", "srt"),
    TS("mpegts", List.of("-c:v", "libx264"), "aac", ""),
    PS("vob", List.of("-c:v", "mpeg2video"), "mp2", ""),
    AVI("avi", List.of("-c:v", "mpeg4"), "pcm_s16le", ""),
    FLV("flv", List.of("-c:v", "libx264"), "aac", ""),
    WMV("asf", List.of("-c:v", "wmv2"), "wmav2", "");

    private final String muxer;
    private final List<String> videoCodec;
    private final String audioCodec;
    private final String subtitleCodec;

    Container(String muxer, List<String> videoCodec, String audioCodec, String subtitleCodec) {
        this.muxer = muxer;
        this.videoCodec = videoCodec;
        this.audioCodec = audioCodec;
        this.subtitleCodec = subtitleCodec;
    }

    String muxer() {
        return muxer;
    }

    String audioCodec() {
        return audioCodec;
    }

    boolean holdsSubtitles() {
        return !subtitleCodec.isEmpty();
    }

    String subtitleCodec() {
        return subtitleCodec;
    }

    boolean namesLanguages() {
        return this != PS && this != AVI && this != FLV && this != WMV;
    }

    boolean isIsoBase() {
        return this == MP4 || this == MOV;
    }

    /// The cheapest encoder settings that still reorder frames, as real films do.
    List<String> videoArguments(int keyframeInterval) {
        var interval = Integer.toString(keyframeInterval);
        var speed = switch (this) {
            case WEBM -> List.of("-deadline", "realtime", "-cpu-used", "8", "-b:v", "3M");
            case PS, AVI, WMV -> List.of("-q:v", "3");
            default ->
                List.of("-preset", "ultrafast", "-bf", "2", "-crf", "24", "-flags", "+cgop", "-sc_threshold", "0");
        };
        var live = this == LIVE_MKV ? List.of("-live", "1") : List.<String>of();
        return Stream.of(videoCodec, speed, live, List.of("-g", interval, "-keyint_min", interval))
                .flatMap(List::stream)
                .toList();
    }
}
