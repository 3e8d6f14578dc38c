package org.reelmill.worker.publish;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Writes WebVTT that says something of times: chapters, pictures for scrubbing. (Subtitles, which are cut
/// into segments, are made where they are converted.)
final class WebVtt {

    private WebVtt() {}

    static String document(List<Entry> entries) {
        var document = new StringBuilder("WEBVTT\n");
        for (Entry entry : entries) {
            document.append('\n').append(time(entry.start)).append(" --> ").append(time(entry.end));
            document.append('\n').append(entry.text).append('\n');
        }
        return document.toString();
    }

    /// Text from outside as cue text: no markup, no arrow that would look like times, no line of its own.
    static String escaped(String text) {
        return text.replaceAll("\\s+", " ")
                .strip()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String time(Duration time) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                time.toHours(),
                time.toMinutesPart(),
                time.toSecondsPart(),
                time.toMillisPart());
    }

    /// @param text as it stands in the document
    record Entry(Duration start, Duration end, String text) {}
}
