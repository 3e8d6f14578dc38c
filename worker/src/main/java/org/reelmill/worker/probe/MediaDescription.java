package org.reelmill.worker.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.RejectedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What ffprobe prints with `-show_format -show_streams -show_chapters -of json`, read.
final class MediaDescription {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TEXT_LIMIT = 80;
    private static final Rational UNKNOWN_RATE = new Rational(0, 1);
    private static final Rational SQUARE = new Rational(1, 1);

    private final String demuxer;
    private final JsonNode root;

    MediaDescription(String demuxer, String json) {
        this.demuxer = demuxer;
        try {
            this.root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw RejectedSource.because("not-a-film", "The source cannot be described by ffprobe.");
        }
    }

    MediaInfo mediaInfo() {
        var video = streams("video", this::video).stream()
                .sorted(Comparator.comparing(VideoStream::isDefault).reversed())
                .toList();
        JsonNode format = root.path("format");
        return new MediaInfo(
                demuxer,
                time(format.path("duration")).orElse(Duration.ZERO),
                time(format.path("start_time")).orElse(Duration.ZERO),
                video,
                streams("audio", this::audio),
                streams("subtitle", this::text),
                each(root.path("chapters"), this::chapter));
    }

    private VideoStream video(JsonNode stream) {
        long frames = number(stream, "nb_frames");
        var colour = new VideoStream.Colour(
                known(stream, "color_range"),
                known(stream, "color_space"),
                known(stream, "color_primaries"),
                known(stream, "color_transfer"));
        String order = stream.path("field_order").asString("progressive");
        return new VideoStream(
                (int) number(stream, "index"),
                codec(stream),
                (int) number(stream, "width"),
                (int) number(stream, "height"),
                aspect(stream),
                rotation(stream),
                stream.path("pix_fmt").asString("unknown"),
                rate(stream, "r_frame_rate"),
                rate(stream, "avg_frame_rate"),
                frames > 0 ? frames : null,
                colour,
                order.matches("tt|bb|tb|bt") ? VideoStream.Scan.INTERLACED : VideoStream.Scan.PROGRESSIVE,
                language(stream),
                isSet(stream, "default"),
                null);
    }

    private AudioStream audio(JsonNode stream) {
        return new AudioStream(
                (int) number(stream, "index"),
                codec(stream),
                (int) number(stream, "channels"),
                (int) number(stream, "sample_rate"),
                language(stream),
                title(stream),
                isSet(stream, "default"));
    }

    private TextStream text(JsonNode stream) {
        return new TextStream(
                (int) number(stream, "index"),
                codec(stream),
                language(stream),
                title(stream),
                isSet(stream, "default"),
                isSet(stream, "forced"),
                isSet(stream, "hearing_impaired"));
    }

    private Chapter chapter(JsonNode chapter) {
        return new Chapter(
                time(chapter.path("start_time")).orElse(Duration.ZERO),
                time(chapter.path("end_time")).orElse(Duration.ZERO),
                title(chapter));
    }

    private <T> List<T> streams(String type, Function<JsonNode, T> reader) {
        return StreamSupport.stream(root.path("streams").spliterator(), false)
                .filter(stream -> stream.path("codec_type").asString("").equals(type))
                // A cover is a "video" stream of one picture.
                .filter(stream -> !isSet(stream, "attached_pic"))
                .map(reader)
                .toList();
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> reader) {
        return StreamSupport.stream(list.spliterator(), false).map(reader).toList();
    }

    // Encrypted tracks have the sample entries encv and enca (ISO/IEC 23001-7).
    private static String codec(JsonNode stream) {
        String tag = stream.path("codec_tag_string").asString("");
        return tag.startsWith("enc") ? "encrypted" : stream.path("codec_name").asString("unknown");
    }

    private static Rational rate(JsonNode stream, String field) {
        String text = stream.path(field).asString("0/1");
        return text.endsWith("/0") ? UNKNOWN_RATE : Rational.parse(text);
    }

    private static Rational aspect(JsonNode stream) {
        String text = stream.path("sample_aspect_ratio").asString("1:1");
        return text.startsWith("0:") || text.endsWith(":0") ? SQUARE : Rational.parse(text);
    }

    // The display matrix turns counter-clockwise, as ffprobe says it.
    private static int rotation(JsonNode stream) {
        for (JsonNode data : stream.path("side_data_list")) {
            if (data.has("rotation")) {
                return Math.floorMod(-data.path("rotation").asInt(0), 360);
            }
        }
        return 0;
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isNumber()) {
            return value.asLong();
        }
        String text = value.asString("");
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static Optional<Duration> time(JsonNode seconds) {
        String text = seconds.asString("");
        return text.matches("-?\\d{1,9}(\\.\\d{1,9})?")
                ? Optional.of(
                        Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue()))
                : Optional.empty();
    }

    private static boolean isSet(JsonNode stream, String disposition) {
        return stream.path("disposition").path(disposition).asInt(0) == 1;
    }

    private static @Nullable String known(JsonNode stream, String field) {
        String text = stream.path(field).asString("unknown");
        return text.equals("unknown") || text.equals("reserved") ? null : text;
    }

    private static @Nullable String language(JsonNode stream) {
        return Languages.tag(stream.path("tags").path("language").asString(""));
    }

    // Titles come from outside and end up in playlists and on screens: no control characters, no quotes.
    private static @Nullable String title(JsonNode node) {
        String text = node.path("tags").path("title").asString("");
        String clean =
                text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").replace('"', '\'').strip();
        return clean.isEmpty() ? null : clean.substring(0, Math.min(clean.length(), TEXT_LIMIT));
    }
}
