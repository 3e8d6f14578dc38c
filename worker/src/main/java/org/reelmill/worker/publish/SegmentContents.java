package org.reelmill.worker.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.reelmill.storage.ObjectStore;
import org.reelmill.worker.fmp4.BrokenMp4;
import org.reelmill.worker.fmp4.InitFile;
import org.reelmill.worker.fmp4.SegmentFile;

/// Holds the bytes of segments against what their tasks say of them: how many frames, from when to when. Pure
/// but for reading init segments when it is made.
///
/// @param inits by rendition, those that can be read
/// @param segments by name
record SegmentContents(Map<String, InitFile> inits, Map<String, PublishedSegment> segments) {

    SegmentContents {
        inits = Map.copyOf(inits);
        segments = Map.copyOf(segments);
    }

    static SegmentContents of(PublishedParts parts, ObjectStore store, String prefix) {
        var inits = new HashMap<String, InitFile>();
        for (PublishedInit init : parts.inits()) {
            if (!inits.containsKey(init.rendition())) {
                store.get(prefix + init.name())
                        .flatMap(content -> init(content.bytes()))
                        .ifPresent(read -> inits.put(init.rendition(), read));
            }
        }
        var segments = new HashMap<String, PublishedSegment>();
        parts.segments().values().forEach(all -> all.forEach(segment -> segments.put(segment.name(), segment)));
        return new SegmentContents(inits, segments);
    }

    /// Whether these are the bytes of picture or sound, and worth to be looked into.
    boolean areMedia(String name) {
        return name.endsWith(".m4s") && segments.containsKey(name);
    }

    Optional<Finding> finding(String name, byte[] bytes) {
        PublishedSegment said = segments.get(name);
        InitFile init = said == null ? null : inits.get(said.rendition());
        if (said == null || init == null) {
            return Optional.empty(); // Told elsewhere.
        }
        try {
            return differences(SegmentFile.read(bytes), said, init).map(what -> Finding.of(said, what));
        } catch (BrokenMp4 | IndexOutOfBoundsException broken) {
            return Optional.of(Finding.of(said, "is broken: " + broken.getMessage()));
        }
    }

    private static Optional<String> differences(SegmentFile file, PublishedSegment said, InitFile init) {
        // Of sound, the edit list takes the encoder's start-up away; of pictures it only names their
        // reordering.
        long skipped = init.width() == 0 ? init.skippedTicks() : 0;
        long hidden = Math.max(0, skipped - file.startTicks());
        long start = Math.max(0, file.startTicks() - skipped);
        long duration = file.durationTicks() - hidden;
        if (file.frames() != said.frames()) {
            return Optional.of("holds " + file.frames() + " frames, not " + said.frames());
        }
        if (start != said.startTicks()) {
            return Optional.of("is shown from tick " + start + ", not from " + said.startTicks());
        }
        return duration == said.durationTicks()
                ? Optional.empty()
                : Optional.of("lasts " + duration + " ticks, not " + said.durationTicks());
    }

    private static Optional<InitFile> init(byte[] bytes) {
        try {
            return Optional.of(InitFile.read(bytes));
        } catch (BrokenMp4 | IndexOutOfBoundsException broken) {
            return Optional.empty(); // Told elsewhere.
        }
    }
}
