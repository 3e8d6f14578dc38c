package org.reelmill.worker.publish;

import java.util.List;

/// A picture in a segment that decodes alone, with all that a decoder needs but the init segment: bytes from
/// the `moof` box to the end of the picture (Apple's rule 6.10).
///
/// @param startTicks from the segment's start
/// @param offset of its first byte in the segment
/// @param length in bytes
public record IFrame(long startTicks, long offset, long length) {

    List<Object> toDocument() {
        return List.of(startTicks, offset, length);
    }

    static IFrame fromDocument(Object document) {
        var numbers = ((List<?>) document).stream().map(Number.class::cast).toList();
        return new IFrame(
                numbers.get(0).longValue(),
                numbers.get(1).longValue(),
                numbers.get(2).longValue());
    }
}
