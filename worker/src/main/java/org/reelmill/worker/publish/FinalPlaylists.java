package org.reelmill.worker.publish;

import static org.reelmill.hls.PlaylistTrait.INDEPENDENT_SEGMENTS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.reelmill.hls.MultivariantPlaylist;
import org.reelmill.hls.PlaylistWriter;
import org.reelmill.hls.Variant;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.publish.BitRates.Piece;
import org.reelmill.worker.publish.Offer.SoundGroup;

/// Writes the playlists of a film that is whole: all rungs, with measured rates. Pure.
public final class FinalPlaylists {

    private final IngestPlan plan;
    private final PublishedParts parts;
    private final SegmentLists lists;
    private final int targetDuration;

    public FinalPlaylists(IngestPlan plan, PublishedParts parts) {
        this.plan = plan;
        this.parts = parts;
        this.lists = new SegmentLists(plan, parts);
        this.targetDuration = TargetDuration.of(plan);
    }

    /// Texts by name, relative to the publication's prefix; the multivariant playlist is the last, so that
    /// all it names is there when it is.
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        Stream.of(
                        plan.rungs().stream().map(RungPlan::name),
                        plan.sounds().stream().map(AudioPlan::name),
                        plan.text().stream().map(TextPlan::name))
                .flatMap(names -> names)
                .forEach(name -> texts.put(ObjectNames.playlist(name), PlaylistWriter.text(lists.whole(name))));
        for (RungPlan rung : plan.rungs()) {
            texts.put(ObjectNames.iFramePlaylist(rung.name()), PlaylistWriter.text(lists.iFrames(rung.name())));
        }
        texts.put(ObjectNames.MASTER, PlaylistWriter.text(master()));
        return texts;
    }

    private MultivariantPlaylist master() {
        var offer = new Offer(plan, PlaylistPlace.FINAL, plan.text());
        var variants = new ArrayList<Variant>();
        if (plan.audio().isEmpty()) {
            plan.rungs().forEach(rung -> variants.add(variant(offer, rung, List.of())));
        }
        for (SoundGroup group : offer.soundGroups()) {
            for (RungPlan rung : plan.rungs()) {
                variants.add(Offer.with(variant(offer, rung, group.members()), group));
            }
        }
        var iFrames = plan.rungs().stream()
                .map(rung -> offer.iFrames(rung, codecs(Stream.of(rung.name())), iFrameRates(rung.name())))
                .toList();
        return new MultivariantPlaylist(
                SegmentLists.VERSION,
                Set.of(INDEPENDENT_SEGMENTS),
                null,
                offer.renditions(),
                Offer.inOrder(variants),
                iFrames);
    }

    /// @param sounds that may play with it
    private Variant variant(Offer offer, RungPlan rung, List<AudioPlan> sounds) {
        var rates = rates(rung.name())
                .plus(heaviest(sounds.stream().map(AudioPlan::name)))
                .plus(heaviest(plan.text().stream().map(TextPlan::name)));
        List<String> codecs =
                codecs(Stream.concat(Stream.of(rung.name()), sounds.stream().map(AudioPlan::name)));
        return offer.variant(rung, codecs, rates.peak(), rates.average());
    }

    /// Of several of which one plays at a time.
    private BitRates heaviest(Stream<String> renditions) {
        return renditions.map(this::rates).reduce(BitRates.NONE, BitRates::or);
    }

    private BitRates rates(String rendition) {
        var pieces = parts.segmentsOf(rendition).stream()
                .map(segment -> new Piece(segment.bytes(), segment.duration()))
                .toList();
        return BitRates.of(pieces, targetDuration);
    }

    private BitRates iFrameRates(String rendition) {
        var pieces = lists.iFrames(rendition).segments().stream()
                .map(frame ->
                        new Piece(frame.range() == null ? 0 : frame.range().length(), frame.duration()))
                .toList();
        return BitRates.of(pieces, targetDuration);
    }

    /// A rendition without an init segment is the gate's to tell.
    private List<String> codecs(Stream<String> renditions) {
        return renditions
                .flatMap(rendition -> parts.initOf(rendition).stream())
                .map(PublishedInit::codec)
                .distinct()
                .toList();
    }
}
