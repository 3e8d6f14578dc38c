package org.reelmill.hls;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads playlists as strictly as RFC 8216 writes them: what it forbids is a [PlaylistFault] that names the
/// line. Tags and attributes that we do not know are ignored (§6.3.1); encryption is among them, since we
/// neither write nor play it.
public final class PlaylistReader {

    private static final String FIRST_LINE = "#EXTM3U";
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");
    private static final Map<String, Tag> TAGS = Stream.<Tag[]>of(
                    HeaderTag.values(), MediaTag.values(), SegmentTag.values(), MultivariantTag.values())
            .flatMap(Stream::of)
            .collect(Collectors.toUnmodifiableMap(Tag::label, Function.identity()));

    private final Draft draft = new Draft();
    private final Set<Tag> seen = new HashSet<>();
    private Tag.Place place = Tag.Place.ANY;

    private PlaylistReader() {}

    /// Reads a playlist of either kind.
    public static Playlist read(String text) {
        return new PlaylistReader().playlist(text.lines().toList());
    }

    public static MediaPlaylist readMedia(String text) {
        if (read(text) instanceof MediaPlaylist media) {
            return media;
        }
        throw new PlaylistFault(1, "this is a multivariant playlist, not a media playlist");
    }

    public static MultivariantPlaylist readMultivariant(String text) {
        if (read(text) instanceof MultivariantPlaylist multivariant) {
            return multivariant;
        }
        throw new PlaylistFault(1, "this is a media playlist, not a multivariant playlist");
    }

    private Playlist playlist(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new PlaylistFault(1, "a playlist begins with " + FIRST_LINE);
        }
        for (int number = 2; number <= lines.size(); number++) {
            line(number, lines.get(number - 1));
        }
        return place == Tag.Place.MULTIVARIANT ? draft.multivariant() : draft.media(lines.size());
    }

    private void line(int number, String line) {
        if (line.equals(FIRST_LINE)) {
            throw new PlaylistFault(number, FIRST_LINE + " for the second time");
        }
        if (line.startsWith("#EXT")) {
            tag(number, line);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            mustBeClean(number, line);
            if (!line.strip().equals(line)) {
                throw new PlaylistFault(number, "blanks where none may stand");
            }
            draft.uri(number, line);
        }
    }

    private void tag(int number, String line) {
        int colon = line.indexOf(':');
        String label = line.substring(1, colon < 0 ? line.length() : colon);
        var tag = TAGS.get(label);
        if (tag == null) {
            return;
        }
        mustBeClean(number, line);
        var tagLine = new TagLine(number, label, colon < 0 ? "" : line.substring(colon + 1));
        if (!seen.add(tag) && tag.count() == Tag.Count.ONCE) {
            throw tagLine.fault("for the second time");
        }
        if (tag.place() != Tag.Place.ANY) {
            if (place != Tag.Place.ANY && place != tag.place()) {
                throw tagLine.fault("mixes tags of media and multivariant playlists");
            }
            place = tag.place();
        }
        tag.read(tagLine, draft);
    }

    /// RFC 8216 §4.1: no control characters.
    private static void mustBeClean(int number, String line) {
        if (CONTROL.matcher(line).find()) {
            throw new PlaylistFault(number, "a control character (a tab is one)");
        }
    }
}
