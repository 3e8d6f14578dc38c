package org.reelmill.testing;

import java.util.ArrayList;
import java.util.List;

/// The flashes of a film with the beeps that go with them.
///
/// @param offsets the pairs, in order of time
/// @param flashesAlone flashes without a beep within half a second
/// @param beepsAlone beeps without a flash
public record LipSync(List<Offset> offsets, List<Double> flashesAlone, List<Double> beepsAlone) {

    /// A flash and its beep, in seconds.
    public record Offset(double flash, double beep) {

        /// How late the sound is; negative if it is early.
        public double milliseconds() {
            return (beep - flash) * 1000;
        }
    }

    public LipSync {
        offsets = List.copyOf(offsets);
        flashesAlone = List.copyOf(flashesAlone);
        beepsAlone = List.copyOf(beepsAlone);
    }

    static LipSync of(List<Double> flashes, List<Double> beeps) {
        var offsets = new ArrayList<Offset>();
        var flashesAlone = new ArrayList<Double>();
        var left = new ArrayList<>(beeps);
        for (var flash : flashes) {
            var nearest = left.stream().min((a, b) -> Double.compare(Math.abs(a - flash), Math.abs(b - flash)));
            if (nearest.isPresent() && Math.abs(nearest.get() - flash) < 0.5) {
                offsets.add(new Offset(flash, nearest.get()));
                left.remove(nearest.get());
            } else {
                flashesAlone.add(flash);
            }
        }
        return new LipSync(offsets, flashesAlone, left);
    }

    /// The largest distance of a beep from its flash, early or late. Infinite if any stands alone,
    /// or there is none.
    public double largestMilliseconds() {
        return flashesAlone.isEmpty() && beepsAlone.isEmpty()
                ? offsets.stream()
                        .mapToDouble(offset -> Math.abs(offset.milliseconds()))
                        .max()
                        .orElse(Double.POSITIVE_INFINITY)
                : Double.POSITIVE_INFINITY;
    }
}
