package org.reelmill.testing;

import java.util.List;

/// The sound of a decoded [TestFilm]: when its beeps begin, how high the first one is (which tells
/// the tracks apart: 1000 Hz on the first, 250 Hz more on each further one; 0 without a beep), and
/// how long it is, in seconds.
public record SoundReading(List<Double> beeps, int hertz, double seconds) {

    public SoundReading {
        beeps = List.copyOf(beeps);
    }
}
