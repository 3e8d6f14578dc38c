package org.reelmill.worker.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.probe.Entries.Place;
import org.reelmill.worker.probe.Entries.Way;

/// Begins to read a film at a few of its entries and looks whether the pictures come that a scan from its
/// start found there, at the same times: what tells a container that can be relied on from one that only
/// looks like it.
final class EntryTrial {

    private static final int PACKETS = 40;
    private static final int COMPARED = 12;
    private static final long SAME_MICROS = 1;
    private static final Duration EXCERPT = Duration.ofSeconds(5);

    private final Ffmpeg ffmpeg;

    EntryTrial(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// Whether the first, the middle and the last entry behind the film's start lead where they should.
    boolean holds(Probed probed, Entries entries, ScannedFilm film) {
        List<Long> starts = entries.way() == Way.SEEK
                ? probed.keyframes().stream().map(Keyframes.Keyframe::micros).toList()
                : entries.places().stream().map(place -> micros(place)).toList();
        int last = starts.size() - 1;
        return Stream.of(1, (last + 1) / 2, last)
                .filter(index -> index > 0 && index <= last)
                .distinct()
                .map(starts::get)
                .allMatch(start -> leads(start, probed, entries, film));
    }

    private boolean leads(long start, Probed probed, Entries entries, ScannedFilm film) {
        List<Long> expected = probed.times().stream()
                .filter(time -> time >= start)
                .limit(COMPARED)
                .toList();
        try {
            List<Long> read = entries.way() == Way.SEEK
                    ? packets(start, film, track(probed.media()))
                    : pictures(excerpt(start, entries, film), track(probed.media()));
            List<Long> shown = read.stream()
                    .filter(time -> time >= start - SAME_MICROS)
                    .sorted()
                    .limit(expected.size())
                    .toList();
            return areSame(shown, expected);
        } catch (FfmpegFailed unreadable) {
            return false;
        }
    }

    private static boolean areSame(List<Long> shown, List<Long> expected) {
        for (int i = 0; i < expected.size(); i++) {
            if (i >= shown.size() || Math.abs(shown.get(i) - expected.get(i)) > SAME_MICROS) {
                return false;
            }
        }
        return true;
    }

    /// Times of the first pictures that can be decoded.
    private List<Long> pictures(MediaInput excerpt, String track) {
        return ask(
                excerpt,
                "%+#" + PACKETS,
                List.of("-select_streams", track, "-show_entries", "frame=best_effort_timestamp_time"));
    }

    private static MediaInput excerpt(long start, Entries entries, ScannedFilm film) {
        Duration at = Duration.ofNanos(start * 1000);
        return film.excerpts().apply(entries.excerpt(at, at.plus(EXCERPT)).orElseThrow());
    }

    /// Times of the first packets that come if a time is sought.
    private List<Long> packets(long start, ScannedFilm film, String track) {
        String at = BigDecimal.valueOf(start, 6).toPlainString();
        return ask(
                film.whole(),
                at + "%+#" + PACKETS,
                List.of("-select_streams", track, "-show_entries", "packet=pts_time,dts_time"));
    }

    private List<Long> ask(MediaInput input, String interval, List<String> wanted) {
        var arguments = new ArrayList<String>();
        arguments.addAll(wanted);
        arguments.addAll(List.of("-read_intervals", interval));
        arguments.addAll(List.of("-of", "csv=print_section=0"));
        arguments.addAll(input.arguments());
        return ffmpeg.probe(arguments)
                .lines()
                .map(line -> line.split(","))
                .flatMap(fields -> Stream.of(fields)
                        .filter(time -> !time.isBlank() && !time.equals("N/A"))
                        .limit(1))
                .map(ScannedTimes::micros)
                .toList();
    }

    /// As the command that encodes it names it.
    private static String track(MediaInfo media) {
        return media.demuxer().equals("mpeg")
                ? "v:0"
                : String.valueOf(media.video().getFirst().index());
    }

    private static long micros(Place place) {
        return place.time().toNanos() / 1000;
    }
}
