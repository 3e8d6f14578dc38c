package org.reelmill.worker.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.publish.ObjectNames;

/// What has to be encoded again to get some objects of a publication back. Pure.
///
/// @param pieces chunks of the picture, each with the set of rungs that it was encoded in
record RepairPlan(List<Piece> pieces, List<AudioPlan> audio, List<TextPlan> text, List<Extra> extras) {

    RepairPlan {
        pieces = List.copyOf(pieces);
        audio = List.copyOf(audio);
        text = List.copyOf(text);
        extras = List.copyOf(extras);
    }

    /// @param names of the objects, relative to the publication's prefix
    static RepairPlan of(IngestPlan plan, Collection<String> names) {
        var pieces = new ArrayList<Piece>();
        for (RungSet set : plan.sets()) {
            var chunks = new HashSet<Integer>();
            set.rungs().forEach(rung -> chunks.addAll(chunksOf(plan.chunksOf(set), rung, names)));
            plan.chunksOf(set).stream()
                    .filter(chunk -> chunks.contains(chunk.number()))
                    .forEach(chunk -> pieces.add(new Piece(set, chunk)));
        }
        return new RepairPlan(
                pieces,
                plan.sounds().stream()
                        .filter(audio -> isNamed(audio.name(), names))
                        .toList(),
                plan.text().stream().filter(text -> isNamed(text.name(), names)).toList(),
                Stream.of(Extra.values())
                        .filter(extra -> names.stream().anyMatch(extra.isIt))
                        .toList());
    }

    private static boolean isNamed(String rendition, Collection<String> names) {
        return names.stream().anyMatch(name -> name.startsWith(rendition + "/"));
    }

    private static Set<Integer> chunksOf(List<Chunk> all, String rendition, Collection<String> names) {
        var chunks = new HashSet<Integer>();
        for (String name : names) {
            if (name.startsWith(rendition + "/")) {
                // Every chunk makes the init segment.
                OptionalInt number = ObjectNames.segmentNumber(name);
                int segment = number.orElse(0);
                all.stream()
                        .filter(chunk -> segment >= chunk.firstSegment()
                                && segment
                                        < chunk.firstSegment()
                                                + chunk.segmentFrames().size())
                        .forEach(chunk -> chunks.add(chunk.number()));
            }
        }
        return chunks;
    }

    /// What a publication has beside picture, sound and text.
    enum Extra {
        POSTER(ObjectNames.POSTER::equals),
        CHAPTERS(ObjectNames.CHAPTERS::equals),
        STORYBOARD(ObjectNames::isOfStoryboard);

        private final Predicate<String> isIt;

        Extra(Predicate<String> isIt) {
            this.isIt = isIt;
        }
    }

    /// A chunk of the picture in one set of rungs.
    record Piece(RungSet set, Chunk chunk) {}
}
