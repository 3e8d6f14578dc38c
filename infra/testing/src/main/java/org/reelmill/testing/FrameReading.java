package org.reelmill.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The frames of a decoded [TestFilm], in the order in which they came: the number that each shows
/// (-1 where it cannot be read), its time in seconds, and the times at which flashes begin.
public record FrameReading(List<Integer> numbers, List<Double> times, List<Double> flashes) {

    private static final int NAMED = 10;

    public FrameReading {
        numbers = List.copyOf(numbers);
        times = List.copyOf(times);
        flashes = List.copyOf(flashes);
    }

    static FrameReading of(List<byte[]> pictures, List<Double> times) {
        var flashes = new ArrayList<Double>();
        var before = FrameCode.Flash.OFF;
        for (var frame = 0; frame < pictures.size(); frame++) {
            var flash = FrameCode.flash(pictures.get(frame));
            if (flash == FrameCode.Flash.ON && before == FrameCode.Flash.OFF) {
                flashes.add(times.get(frame));
            }
            before = flash;
        }
        return new FrameReading(pictures.stream().map(FrameCode::read).toList(), times, flashes);
    }

    /// What is wrong with these frames if they should show 0 … `expected - 1` once each, in order.
    /// Empty if nothing is.
    public String differences(int expected) {
        return differences(0, expected);
    }

    /// The same for the frames `first` … `first + expected - 1`.
    public String differences(int first, int expected) {
        var seen = new TreeMap<Integer, Integer>();
        numbers.forEach(number -> seen.merge(number, 1, Integer::sum));
        var missing = new ArrayList<Integer>();
        for (var number = first; number < first + expected; number++) {
            if (!seen.containsKey(number)) {
                missing.add(number);
            }
        }
        var unreadable = seen.getOrDefault(FrameCode.UNREADABLE, 0);
        var doubled = seen.entrySet().stream()
                .filter(entry -> entry.getValue() > 1 && entry.getKey() != FrameCode.UNREADABLE)
                .map(Map.Entry::getKey)
                .toList();
        var foreign = seen.keySet().stream()
                .filter(number -> number != FrameCode.UNREADABLE && (number < first || number >= first + expected))
                .toList();
        var text = new StringBuilder();
        say(text, "missing", missing);
        say(text, "doubled", doubled);
        say(text, "not of this film", foreign);
        say(text, "out of order", outOfOrder());
        if (unreadable > 0) {
            text.append("unreadable: ").append(unreadable).append(" frames\n");
        }
        return text.toString();
    }

    private List<Integer> outOfOrder() {
        var largest = -1;
        var late = new ArrayList<Integer>();
        for (var number : numbers) {
            if (number != FrameCode.UNREADABLE && number < largest) {
                late.add(number);
            }
            largest = Math.max(largest, number);
        }
        return late;
    }

    private static void say(StringBuilder text, String what, List<Integer> frames) {
        if (!frames.isEmpty()) {
            text.append(what).append(": ").append(frames.size()).append(" frames, ");
            text.append(frames.subList(0, Math.min(NAMED, frames.size())));
            text.append(frames.size() > NAMED ? " …\n" : "\n");
        }
    }

    /// By how many milliseconds the frame that is furthest from its place stands away from it, if
    /// frame n stands n / rate after the first one.
    public double largestTimeError(FrameRate rate) {
        var largest = 0.0;
        for (var frame = 0; frame < times.size(); frame++) {
            largest = Math.max(largest, Math.abs(times.get(frame) - times.getFirst() - rate.timeOf(frame)));
        }
        return largest * 1000;
    }

    /// The frames that are not the ones that belong to their times, if frame 0 stands at `start`
    /// seconds, each as a sentence. Unlike [#differences], this does not mind frames that were left
    /// out.
    public List<String> misplaced(FrameRate rate, double start) {
        var misplaced = new ArrayList<String>();
        for (var frame = 0; frame < times.size(); frame++) {
            var expected = Math.round((times.get(frame) - start) * rate.frames() / rate.seconds());
            if (numbers.get(frame) != expected) {
                misplaced.add(String.format(
                        Locale.ROOT,
                        "at %.4f s stands frame %d, not %d",
                        times.get(frame),
                        numbers.get(frame),
                        expected));
            }
        }
        return misplaced;
    }

    @Override
    public String toString() {
        return numbers.isEmpty()
                ? "no frames"
                : String.format(
                        Locale.ROOT,
                        "%d frames, %d at %.3f s to %d at %.3f s",
                        numbers.size(),
                        numbers.getFirst(),
                        times.getFirst(),
                        numbers.getLast(),
                        times.getLast());
    }
}
