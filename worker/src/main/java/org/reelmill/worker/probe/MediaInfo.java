package org.reelmill.worker.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a source is, as its container says. All times are the container's own; nothing is shifted.
///
/// @param demuxer the ffmpeg demuxer that must be forced when reading it, e.g. `mov` or `matroska`
/// @param index whether it can be begun to read anywhere
/// @param duration of the container
/// @param start the earliest time in the container; ffmpeg adds it to what `-ss` says
/// @param video without attached pictures, the largest first
public record MediaInfo(
        String demuxer,
        Index index,
        Duration duration,
        Duration start,
        List<VideoStream> video,
        List<AudioStream> audio,
        List<TextStream> text,
        List<Chapter> chapters) {

    /// Whether the container tells where each picture lies.
    public enum Index {
        PRESENT,
        /// What is where is known only to who has read it all.
        ABSENT
    }

    public MediaInfo {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
        text = List.copyOf(text);
        chapters = List.copyOf(chapters);
    }

    /// This source with another first picture track.
    MediaInfo withFirstVideo(VideoStream first) {
        var tracks = new ArrayList<>(video);
        tracks.set(0, first);
        return new MediaInfo(demuxer, index, duration, start, tracks, audio, text, chapters);
    }
}
