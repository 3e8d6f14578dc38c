package org.reelmill.worker.encode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cue of WebVTT.
///
/// @param settings what follows the times on their line, e.g. `line:0`; may be empty
/// @param text without blank lines
record Cue(long startMillis, long endMillis, String settings, String text) {

    private static final Pattern TIMES = Pattern.compile(
            "(?:(\\d+):)?(\\d\\d):(\\d\\d)\\.(\\d{3}) +--> +(?:(\\d+):)?(\\d\\d):(\\d\\d)\\.(\\d{3})(.*)");

    // Times count from the picture's first frame, which stands at 0 of the segments' clock (RFC 8216 §3.5).
    private static final String HEADER = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n";

    /// The cues of a document, in order; all else in it is left out.
    static List<Cue> parse(String document) {
        var cues = new ArrayList<Cue>();
        for (String block : document.replace("\r\n", "\n").split("\n\n+", -1)) {
            List<String> lines = block.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                Matcher times = TIMES.matcher(lines.get(i));
                if (times.matches()) {
                    String text = String.join("\n", lines.subList(i + 1, lines.size()));
                    cues.add(new Cue(
                            millis(times, 1), millis(times, 5), times.group(9).strip(), text));
                    break;
                }
            }
        }
        return List.copyOf(cues);
    }

    /// A document that holds these cues.
    static String document(List<Cue> cues) {
        var document = new StringBuilder(HEADER);
        for (Cue cue : cues) {
            document.append('\n').append(time(cue.startMillis)).append(" --> ").append(time(cue.endMillis));
            document.append(cue.settings.isEmpty() ? "" : " " + cue.settings);
            document.append('\n').append(cue.text).append('\n');
        }
        return document.toString();
    }

    /// This cue on a clock that begins later.
    Cue earlier(Duration by) {
        long millis = by.toMillis();
        return new Cue(startMillis - millis, endMillis - millis, settings, text);
    }

    /// Whether it shows at any time from start to before end.
    boolean isShown(long start, long end) {
        return startMillis < end && Math.max(endMillis, startMillis + 1) > Math.max(start, 0);
    }

    private static long millis(Matcher times, int group) {
        long hours = times.group(group) == null ? 0 : Long.parseLong(times.group(group));
        long minutes = hours * 60 + Long.parseLong(times.group(group + 1));
        return (minutes * 60 + Long.parseLong(times.group(group + 2))) * 1000 + Long.parseLong(times.group(group + 3));
    }

    private static String time(long millis) {
        long shown = Math.max(0, millis);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                shown / 3_600_000,
                shown / 60_000 % 60,
                shown / 1000 % 60,
                shown % 1000);
    }
}
