package org.reelmill.worker.fmp4;

import java.util.List;

/// One `moof` and its samples.
///
/// @param offset of the `moof` in the segment
/// @param decodeTime of its first sample, in ticks (`tfdt`)
/// @param dataOffset of its first sample in the segment
public record Fragment(long offset, long decodeTime, long dataOffset, List<Sample> samples) {

    public Fragment {
        samples = List.copyOf(samples);
    }

    public long durationTicks() {
        return samples.stream().mapToLong(Sample::durationTicks).sum();
    }

    /// A frame of picture or sound.
    ///
    /// @param isSync whether it decodes without another one
    public record Sample(long durationTicks, long bytes, boolean isSync) {}
}
