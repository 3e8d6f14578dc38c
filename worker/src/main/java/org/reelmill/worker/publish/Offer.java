package org.reelmill.worker.publish;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.hls.IFrameVariant;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.MediaRendition.Choice;
import org.reelmill.hls.MediaRendition.Type;
import org.reelmill.hls.Resolution;
import org.reelmill.hls.Variant;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.TextPlan;

/// What a multivariant playlist says of a film's renditions. Pure.
final class Offer {

    /// Where a player begins that knows nothing of its line (Apple's rule 1.32).
    private static final long FIRST_RATE = 2_000_000;

    private static final String AUDIO = "audio";
    private static final String SURROUND = "audio-51";
    private static final String TEXT = "text";
    private static final String SDR = "SDR";
    private static final String NO_CAPTIONS = "NONE";
    /// BCP 47's word for a language that nobody has said.
    private static final String UNDETERMINED = "und";

    private static final List<String> FOR_HARD_OF_HEARING =
            List.of("public.accessibility.transcribes-spoken-dialog", "public.accessibility.describes-music-and-sound");

    private final IngestPlan plan;
    private final PlaylistPlace place;
    private final List<TextPlan> texts;

    /// @param texts that are offered
    Offer(IngestPlan plan, PlaylistPlace place, List<TextPlan> texts) {
        this.plan = plan;
        this.place = place;
        this.texts = List.copyOf(texts);
    }

    /// Sound and text; at most one of each is the default.
    List<MediaRendition> renditions() {
        var renditions = new ArrayList<MediaRendition>();
        for (SoundGroup group : soundGroups()) {
            var defaultAudio = Stream.concat(
                            group.members().stream().filter(AudioPlan::isDefault), group.members().stream())
                    .findFirst()
                    .orElse(null);
            for (AudioPlan audio : group.members()) {
                renditions.add(sound(group.id(), audio, choices(audio == defaultAudio)));
            }
        }
        var defaultText = texts.stream().filter(TextPlan::isDefault).findFirst().orElse(null);
        for (TextPlan text : texts) {
            renditions.add(subtitles(text, choices(text == defaultText)));
        }
        return renditions;
    }

    /// Stereo, which is always there, and 5.1 where the film has it, in the final playlists. All groups have
    /// the same members by name (RFC 8216 §4.3.4.1.1): a language without 5.1 is in stereo there too.
    List<SoundGroup> soundGroups() {
        if (plan.audio().isEmpty()) {
            return List.of();
        }
        var stereo = new SoundGroup(AUDIO, plan.audio());
        if (plan.surround().isEmpty() || place == PlaylistPlace.NOW) {
            return List.of(stereo);
        }
        var members = plan.audio().stream()
                .map(audio -> plan.surround().stream()
                        .filter(wide -> wide.stream() == audio.stream())
                        .findFirst()
                        .orElse(audio))
                .toList();
        return List.of(stereo, new SoundGroup(SURROUND, members));
    }

    /// Sound that is offered together, of which one is chosen.
    record SoundGroup(String id, List<AudioPlan> members) {}

    /// A variant with another group of sound than stereo.
    static Variant with(Variant variant, SoundGroup group) {
        return new Variant(
                variant.uri(),
                variant.bandwidth(),
                variant.averageBandwidth(),
                variant.codecs(),
                variant.resolution(),
                variant.frameRate(),
                variant.videoRange(),
                group.id(),
                variant.subtitles(),
                variant.closedCaptions());
    }

    /// With stereo, if it has sound.
    ///
    /// @param average null where it is not known yet
    Variant variant(RungPlan rung, List<String> codecs, long peak, @Nullable Long average) {
        return new Variant(
                place.fromMaster(rung.name()),
                peak,
                average,
                codecs,
                new Resolution(rung.width(), rung.height()),
                frameRate(rung),
                SDR,
                plan.audio().isEmpty() ? null : AUDIO,
                texts.isEmpty() ? null : TEXT,
                // Else a player must look into the picture for captions.
                NO_CAPTIONS);
    }

    IFrameVariant iFrames(RungPlan rung, List<String> codecs, BitRates rates) {
        return new IFrameVariant(
                ObjectNames.iFramePlaylist(rung.name()),
                rates.peak(),
                rates.average(),
                codecs,
                new Resolution(rung.width(), rung.height()),
                SDR);
    }

    /// The one to begin with first, which is one with stereo, then from the heaviest to the lightest.
    ///
    /// @param variants those with stereo first
    static List<Variant> inOrder(List<Variant> variants) {
        var heaviestFirst = variants.stream()
                .sorted(comparing(Variant::bandwidth).reversed())
                .toList();
        var first = heaviestFirst.stream()
                .filter(variant ->
                        Objects.equals(variant.audio(), variants.getFirst().audio()))
                .min(comparingLong(variant -> Math.abs(usual(variant) - FIRST_RATE)))
                .orElse(null);
        return Stream.concat(Stream.ofNullable(first), heaviestFirst.stream().filter(variant -> variant != first))
                .toList();
    }

    private static long usual(Variant variant) {
        var average = variant.averageBandwidth();
        return average == null ? variant.bandwidth() : average;
    }

    private BigDecimal frameRate(RungPlan rung) {
        var rate = plan.grid().shown(rung.frames()).rate();
        return BigDecimal.valueOf(rate.num()).divide(BigDecimal.valueOf(rate.den()), 3, RoundingMode.HALF_UP);
    }

    private MediaRendition sound(String group, AudioPlan audio, EnumSet<Choice> choices) {
        return new MediaRendition(
                Type.AUDIO,
                group,
                audio.label(),
                language(audio.language()),
                place.fromMaster(audio.name()),
                choices,
                String.valueOf(audio.channels()),
                List.of());
    }

    private MediaRendition subtitles(TextPlan text, EnumSet<Choice> choices) {
        if (text.isForced()) {
            choices.add(Choice.FORCED);
        }
        return new MediaRendition(
                Type.SUBTITLES,
                TEXT,
                text.label(),
                language(text.language()),
                place.fromMaster(text.name()),
                choices,
                null,
                text.isForHardOfHearing() ? FOR_HARD_OF_HEARING : List.of());
    }

    private static EnumSet<Choice> choices(boolean isDefault) {
        return isDefault ? EnumSet.of(Choice.DEFAULT, Choice.AUTOSELECT) : EnumSet.of(Choice.AUTOSELECT);
    }

    private static String language(@Nullable String language) {
        return language == null ? UNDETERMINED : language;
    }
}
