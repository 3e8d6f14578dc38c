package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.probe.AudioStream;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.TextStream;
import org.reelmill.worker.probe.VideoStream;

/// What becomes of the sound and text tracks, with what an operator should know about those left out.
record TrackPlans(List<AudioPlan> audio, List<AudioPlan> surround, List<TextPlan> text, List<String> warnings) {

    private static final int STEREO = 2;
    private static final int STEREO_KBPS = 128;
    private static final int SURROUND = 6;
    private static final int SURROUND_KBPS = 320;
    private static final Set<String> READABLE =
            Set.of("subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text", "microdvd", "subviewer");

    static TrackPlans of(MediaInfo media) {
        var warnings = new ArrayList<String>();
        if (media.video().size() > 1) {
            VideoStream shown = media.video().getFirst();
            warnings.add("Of %d picture tracks the largest is shown: track %d, %d × %d."
                    .formatted(media.video().size(), shown.index(), shown.width(), shown.height()));
        }
        List<AudioPlan> audio = audio(media.audio(), warnings);
        return new TrackPlans(
                audio, surround(media.audio(), audio), text(media.text(), warnings), List.copyOf(warnings));
    }

    private static List<AudioPlan> audio(List<AudioStream> streams, List<String> warnings) {
        var readable = new ArrayList<AudioStream>();
        for (AudioStream stream : streams) {
            if (stream.codec().equals("unknown") || stream.channels() == 0) {
                warnings.add("Sound track " + stream.index() + " cannot be decoded and is left out.");
            } else {
                readable.add(stream);
            }
        }
        int chosen = Math.max(
                0,
                readable.indexOf(readable.stream()
                        .filter(AudioStream::isDefault)
                        .findFirst()
                        .orElse(null)));
        var labels = new HashSet<String>();
        var plans = new ArrayList<AudioPlan>();
        for (AudioStream stream : readable) {
            int number = plans.size();
            plans.add(new AudioPlan(
                    "a" + number + "-" + nameOf(stream.language()),
                    stream.index(),
                    stream.language(),
                    label(stream.title(), stream.language(), labels),
                    STEREO,
                    STEREO_KBPS,
                    number == chosen));
        }
        return List.copyOf(plans);
    }

    /// Of tracks that have 5.1 or more, a second rendition; it is chosen like the stereo one, by the same
    /// name.
    private static List<AudioPlan> surround(List<AudioStream> streams, List<AudioPlan> stereo) {
        var plans = new ArrayList<AudioPlan>();
        for (AudioPlan plan : stereo) {
            boolean isWide = streams.stream()
                    .anyMatch(stream -> stream.index() == plan.stream() && stream.channels() >= SURROUND);
            if (isWide) {
                plans.add(new AudioPlan(
                        plan.name() + "-51",
                        plan.stream(),
                        plan.language(),
                        plan.label(),
                        SURROUND,
                        SURROUND_KBPS,
                        plan.isDefault()));
            }
        }
        return List.copyOf(plans);
    }

    private static List<TextPlan> text(List<TextStream> streams, List<String> warnings) {
        var labels = new HashSet<String>();
        var plans = new ArrayList<TextPlan>();
        boolean hasDefault = false;
        for (TextStream stream : streams) {
            if (!READABLE.contains(stream.codec())) {
                warnings.add("Subtitle track " + stream.index() + " (" + stream.codec()
                        + ") holds pictures or is of an unknown kind, and is left out.");
                continue;
            }
            plans.add(new TextPlan(
                    "t" + plans.size() + "-" + nameOf(stream.language()),
                    stream.index(),
                    stream.language(),
                    label(stream.title(), stream.language(), labels),
                    stream.isDefault() && !hasDefault,
                    stream.isForced(),
                    stream.isForHardOfHearing()));
            hasDefault |= stream.isDefault();
        }
        return List.copyOf(plans);
    }

    private static String nameOf(@Nullable String language) {
        return language == null ? "und" : language.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
    }

    private static String label(@Nullable String title, @Nullable String language, Set<String> taken) {
        Locale locale = Locale.forLanguageTag(language == null ? "und" : language);
        String spoken = language == null ? "Original" : locale.getDisplayLanguage(locale);
        String label = title == null ? spoken : title;
        for (int number = 2; !taken.add(label); number++) {
            label = (title == null ? spoken : title) + " " + number;
        }
        return label;
    }
}
