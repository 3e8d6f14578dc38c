package org.reelmill.hls;

import static org.reelmill.hls.MediaRendition.Choice.AUTOSELECT;
import static org.reelmill.hls.MediaRendition.Choice.DEFAULT;
import static org.reelmill.hls.MediaRendition.Type.CLOSED_CAPTIONS;
import static org.reelmill.hls.MediaRendition.Type.SUBTITLES;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules that hold between renditions, their groups and the variants that name them (RFC 8216 §4.3.4.1,
/// §4.3.4.2).
final class Grouping {

    private Grouping() {}

    static void check(MediaRendition rendition, Attributes attributes, TagLine line) {
        boolean captions = rendition.type() == CLOSED_CAPTIONS;
        if (captions != (attributes.plain("INSTREAM-ID") != null)) {
            throw line.fault("has INSTREAM-ID if TYPE is CLOSED-CAPTIONS, and only then");
        }
        if (captions && rendition.uri() != null) {
            throw line.fault("has no URI if TYPE is CLOSED-CAPTIONS");
        }
        if (rendition.type() == SUBTITLES && rendition.uri() == null) {
            throw line.fault("needs URI if TYPE is SUBTITLES");
        }
        if (rendition.type() != SUBTITLES && attributes.plain("FORCED") != null) {
            throw line.fault("has FORCED only if TYPE is SUBTITLES");
        }
        if (rendition.choices().contains(DEFAULT)
                && attributes.plain("AUTOSELECT") != null
                && !rendition.choices().contains(AUTOSELECT)) {
            throw line.fault("is DEFAULT, so AUTOSELECT cannot be NO");
        }
    }

    /// That the group which a variant names is there.
    static void check(TagLine line, MediaRendition.Type type, @Nullable String group, List<MediaRendition> renditions) {
        boolean there = group == null
                || renditions.stream()
                        .anyMatch(rendition ->
                                rendition.type() == type && rendition.group().equals(group));
        if (!there) {
            throw line.fault(
                    "names the group \"" + group + "\", and no EXT-X-MEDIA of TYPE " + type.word() + " is in it");
        }
    }
}
