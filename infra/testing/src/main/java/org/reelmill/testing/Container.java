package org.reelmill.testing;

import java.util.List;
import java.util.stream.Stream;

/// A container that a [TestFilm] can be put in, with codecs that it is usually seen with.
public enum Container {
    MP4("mp4", List.of("-c:v", "libx264"), "aac", "mov_text"),
    MOV("mov", List.of("-c:v", "libx264"), "aac", "mov_text"),
    MKV("matroska", List.of("-c:v", "libx264"), "aac", "srt"),
    WEBM("webm", List.of("-c:v", "libvpx"), "libopus", "webvtt"),
    TS("mpegts", List.of("-c:v", "libx264"), "aac", "");

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

    boolean isIsoBase() {
        return this == MP4 || this == MOV;
    }

    /// The cheapest encoder settings that still reorder frames, as real films do.
    List<String> videoArguments(int keyframeInterval) {
        var interval = Integer.toString(keyframeInterval);
        var speed = this == WEBM
                ? List.of("-deadline", "realtime", "-cpu-used", "8", "-b:v", "3M")
                : List.of("-preset", "ultrafast", "-bf", "2", "-crf", "24", "-flags", "+cgop", "-sc_threshold", "0");
        return Stream.of(videoCodec, speed, List.of("-g", interval, "-keyint_min", interval))
                .flatMap(List::stream)
                .toList();
    }
}
