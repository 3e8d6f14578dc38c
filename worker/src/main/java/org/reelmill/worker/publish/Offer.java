package org.reelmill.worker.publish;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
        var defaultAudio = Stream.concat(plan.audio().stream().filter(AudioPlan::isDefault), plan.audio().stream())
                .findFirst()
                .orElse(null);
        for (AudioPlan audio : plan.audio()) {
            renditions.add(sound(audio, choices(audio == defaultAudio)));
        }
        var defaultText = texts.stream().filter(TextPlan::isDefault).findFirst().orElse(null);
        for (TextPlan text : texts) {
            renditions.add(subtitles(text, choices(text == defaultText)));
        }
        return renditions;
    }

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

    /// The one to begin with first, then from the heaviest to the lightest.
    static List<Variant> inOrder(List<Variant> variants) {
        var heaviestFirst = variants.stream()
                .sorted(comparing(Variant::bandwidth).reversed())
                .toList();
        var first = heaviestFirst.stream()
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

    private MediaRendition sound(AudioPlan audio, EnumSet<Choice> choices) {
        return new MediaRendition(
                Type.AUDIO,
                AUDIO,
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
