package org.reelmill.worker.probe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import net.bramp.commons.lang3.math.gson.FractionAdapter;
import net.bramp.ffmpeg.adapter.FFmpegStreamSideDataAdapter;
import net.bramp.ffmpeg.gson.LowercaseEnumTypeAdapterFactory;
import net.bramp.ffmpeg.probe.FFmpegChapter;
import net.bramp.ffmpeg.probe.FFmpegFormat;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;
import net.bramp.ffmpeg.probe.FFmpegStream;
import net.bramp.ffmpeg.shared.CodecType;
import org.apache.commons.lang3.math.Fraction;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.RejectedSource;

/// What ffprobe prints with `-show_format -show_streams -show_chapters -of json`, read by
/// ffmpeg-cli-wrapper.
final class MediaDescription {

    // As ffmpeg-cli-wrapper's own, which is not public.
    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapterFactory(new LowercaseEnumTypeAdapterFactory())
            .registerTypeAdapter(Fraction.class, new FractionAdapter())
            .registerTypeAdapter(FFmpegStream.SideData.class, new FFmpegStreamSideDataAdapter())
            .create();
    private static final int TEXT_LIMIT = 80;
    private static final double LONGEST_SECONDS = 1e9;
    private static final Rational SQUARE = new Rational(1, 1);

    private final String demuxer;
    private final MediaInfo.Index index;
    private final FFmpegProbeResult probed;
    private final JsonObject root;

    /// @param index as the container's first bytes tell it
    MediaDescription(String demuxer, MediaInfo.Index index, String json) {
        this.demuxer = demuxer;
        this.index = index;
        try {
            this.root = JsonParser.parseString(json).getAsJsonObject();
            this.probed = Objects.requireNonNull(GSON.fromJson(root, FFmpegProbeResult.class));
        } catch (RuntimeException unreadable) { // Of many kinds: numbers that overflow, no object, no JSON.
            throw RejectedSource.because("not-a-film", "The source cannot be described by ffprobe.");
        }
    }

    MediaInfo mediaInfo() {
        var video = streams(CodecType.VIDEO, this::video).stream()
                .sorted(Comparator.comparingLong(MediaDescription::pixels)
                        .thenComparing(VideoStream::isDefault)
                        .reversed())
                .toList();
        FFmpegFormat format = probed.getFormat();
        return new MediaInfo(
                demuxer,
                index(video),
                format == null ? Duration.ZERO : time(format.getDuration()),
                format == null ? Duration.ZERO : time(format.getStartTime()),
                video,
                streams(CodecType.AUDIO, MediaDescription::audio),
                streams(CodecType.SUBTITLE, MediaDescription::text),
                each(probed.getChapters()).map(MediaDescription::chapter).toList());
    }

    // A fragmented file tells of its frames piece by piece.
    private MediaInfo.Index index(List<VideoStream> video) {
        boolean isFragmented = demuxer.equals("mov")
                && video.stream().findFirst().map(VideoStream::frames).isEmpty();
        return isFragmented ? MediaInfo.Index.ABSENT : index;
    }

    private static long pixels(VideoStream stream) {
        return (long) stream.width() * stream.height();
    }

    private VideoStream video(FFmpegStream stream) {
        long frames = stream.getNbFrames();
        var colour = new VideoStream.Colour(
                known(stream.getColorRange()),
                known(stream.getColorSpace()),
                known(stream.getColorPrimaries()),
                known(stream.getColorTransfer()));
        return new VideoStream(
                stream.getIndex(),
                codec(stream),
                stream.getWidth(),
                stream.getHeight(),
                aspect(stream),
                rotation(stream),
                orUnknown(stream.getPixFmt()),
                rate(stream.getRFrameRate()),
                rate(stream.getAvgFrameRate()),
                frames > 0 ? frames : null,
                colour,
                scan(stream.getIndex()),
                language(stream),
                stream.getDisposition() != null && stream.getDisposition().isDefault(),
                null);
    }

    private static AudioStream audio(FFmpegStream stream) {
        return new AudioStream(
                stream.getIndex(),
                codec(stream),
                stream.getChannels(),
                stream.getSampleRate(),
                language(stream),
                title(tag(stream, "title")),
                stream.getDisposition() != null && stream.getDisposition().isDefault());
    }

    private static TextStream text(FFmpegStream stream) {
        var disposition = stream.getDisposition();
        return new TextStream(
                stream.getIndex(),
                codec(stream),
                language(stream),
                title(tag(stream, "title")),
                disposition != null && disposition.isDefault(),
                disposition != null && disposition.isForced(),
                disposition != null && disposition.isHearingImpaired());
    }

    private static Chapter chapter(FFmpegChapter chapter) {
        String title = chapter.getTags() == null ? null : chapter.getTags().getTitle();
        return new Chapter(time(seconds(chapter.getStartTime())), time(seconds(chapter.getEndTime())), title(title));
    }

    private <T> List<T> streams(CodecType type, Function<FFmpegStream, T> reader) {
        return each(probed.getStreams())
                .filter(stream -> stream.getCodecType() == type)
                // A cover is a "video" stream of one picture.
                .filter(stream -> stream.getDisposition() == null
                        || !stream.getDisposition().isAttachedPic())
                .map(reader)
                .toList();
    }

    private static <T> Stream<T> each(@Nullable List<T> list) {
        return list == null ? Stream.of() : list.stream();
    }

    // ffmpeg-cli-wrapper does not carry the order of fields.
    private VideoStream.Scan scan(int index) {
        for (JsonElement stream : root.getAsJsonArray("streams")) {
            JsonObject fields = stream.getAsJsonObject();
            if (fields.get("index").getAsInt() == index && fields.has("field_order")) {
                boolean isInterlaced = fields.get("field_order").getAsString().matches("tt|bb|tb|bt");
                return isInterlaced ? VideoStream.Scan.INTERLACED : VideoStream.Scan.PROGRESSIVE;
            }
        }
        return VideoStream.Scan.PROGRESSIVE;
    }

    // Encrypted tracks have the sample entries encv and enca (ISO/IEC 23001-7).
    private static String codec(FFmpegStream stream) {
        String tag = stream.getCodecTagString();
        return tag != null && tag.startsWith("enc") ? "encrypted" : orUnknown(stream.getCodecName());
    }

    private static String orUnknown(@Nullable String said) {
        return said == null ? "unknown" : said;
    }

    private static Rational rate(@Nullable Fraction rate) {
        return rate == null ? new Rational(0, 1) : new Rational(rate.getNumerator(), rate.getDenominator());
    }

    private static Rational aspect(FFmpegStream stream) {
        String text = stream.getSampleAspectRatio();
        return text == null || text.startsWith("0:") || text.endsWith(":0") ? SQUARE : Rational.parse(text);
    }

    // The display matrix turns counter-clockwise, as ffprobe says it.
    private static int rotation(FFmpegStream stream) {
        if (stream.side_data_list == null) {
            return 0;
        }
        return Stream.of(stream.side_data_list)
                .filter(data -> data != null && data.getDisplaymatrix() != null)
                .map(data -> Math.floorMod(-data.getRotation(), 360))
                .findFirst()
                .orElse(0);
    }

    private static double seconds(@Nullable String text) {
        return text == null ? 0 : Double.parseDouble(text);
    }

    private static Duration time(double seconds) {
        return Math.abs(seconds) < LONGEST_SECONDS
                ? Duration.ofNanos(BigDecimal.valueOf(seconds).movePointRight(9).longValue())
                : Duration.ZERO;
    }

    private static @Nullable String known(@Nullable String said) {
        return said == null || said.equals("unknown") || said.equals("reserved") ? null : said;
    }

    private static @Nullable String tag(FFmpegStream stream, String name) {
        Map<String, String> tags = stream.tags; // Its getter fails for a stream without tags.
        return tags == null ? null : tags.get(name);
    }

    private static @Nullable String language(FFmpegStream stream) {
        String language = tag(stream, "language");
        return language == null ? null : Languages.tag(language);
    }

    // Titles come from outside and end up in playlists and on screens: no control characters, no quotes.
    private static @Nullable String title(@Nullable String said) {
        if (said == null) {
            return null;
        }
        String clean =
                said.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").replace('"', '\'').strip();
        return clean.isEmpty() ? null : clean.substring(0, Math.min(clean.length(), TEXT_LIMIT));
    }
}
