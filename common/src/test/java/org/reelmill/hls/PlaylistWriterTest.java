package org.reelmill.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaylistWriterTest {

    private static final InitSegment INIT = new InitSegment("init.mp4");

    @Test
    void writesAGrowingPlaylist() {
        var playlist = growing(List.of(
                new MediaSegment("s0.m4s", Duration.ofNanos(2_002_000_000), INIT),
                new MediaSegment("s1.m4s", Duration.ofNanos(4_004_000_000L), INIT)));

        assertThat(PlaylistWriter.text(playlist)).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-START:TIME-OFFSET=0,PRECISE=YES
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:EVENT
                #EXT-X-MAP:URI="init.mp4"
                #EXTINF:2.002000,
                s0.m4s
                #EXTINF:4.004000,
                s1.m4s
                """);
        assertThat(PlaylistReader.read(PlaylistWriter.text(playlist))).isEqualTo(playlist);
    }

    @Test
    void onlyAppendsWhenSegmentsAreAdded() {
        var segments = IntStream.range(0, 20)
                .mapToObj(n -> new MediaSegment("s" + n + ".m4s", Duration.ofSeconds(6), INIT))
                .toList();
        String before = PlaylistWriter.text(growing(segments.subList(0, 1)));
        for (int count = 2; count <= segments.size(); count++) {
            String after = PlaylistWriter.text(growing(segments.subList(0, count)));
            assertThat(after).startsWith(before).hasSizeGreaterThan(before.length());
            before = after;
        }
        assertThat(PlaylistWriter.text(growing(segments).with(segments, MediaPlaylist.Ending.ENDED)))
                .isEqualTo(before + "#EXT-X-ENDLIST\n");
    }

    @Test
    void writesAMultivariantPlaylistThatReadsBackTheSame() {
        var playlist = new MultivariantPlaylist(
                7,
                Set.of(PlaylistTrait.INDEPENDENT_SEGMENTS),
                null,
                List.of(
                        new MediaRendition(
                                MediaRendition.Type.AUDIO,
                                "audio",
                                "Deutsch",
                                "de",
                                "a0-deu/index.m3u8",
                                Set.of(MediaRendition.Choice.DEFAULT, MediaRendition.Choice.AUTOSELECT),
                                "2",
                                List.of()),
                        new MediaRendition(
                                MediaRendition.Type.SUBTITLES,
                                "text",
                                "English",
                                "en",
                                "t0-eng/index.m3u8",
                                Set.of(MediaRendition.Choice.AUTOSELECT),
                                null,
                                List.of(
                                        "public.accessibility.transcribes-spoken-dialog",
                                        "public.accessibility.describes-music-and-sound"))),
                List.of(new Variant(
                        "v720/index.m3u8",
                        2_800_000,
                        2_100_000L,
                        List.of("avc1.64001f", "mp4a.40.2"),
                        new Resolution(1280, 720),
                        new BigDecimal("23.976"),
                        "SDR",
                        "audio",
                        "text",
                        "NONE")),
                List.of(new IFrameVariant(
                        "v720/iframes.m3u8",
                        300_000,
                        200_000L,
                        List.of("avc1.64001f"),
                        new Resolution(1280, 720),
                        "SDR")));

        String text = PlaylistWriter.text(playlist);

        assertThat(text).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Deutsch",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,\
                CHANNELS="2",URI="a0-deu/index.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,\
                FORCED=NO,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,\
                public.accessibility.describes-music-and-sound",URI="t0-eng/index.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=2800000,AVERAGE-BANDWIDTH=2100000,CODECS="avc1.64001f,mp4a.40.2",\
                RESOLUTION=1280x720,FRAME-RATE=23.976,VIDEO-RANGE=SDR,AUDIO="audio",SUBTITLES="text",\
                CLOSED-CAPTIONS=NONE
                v720/index.m3u8
                #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=300000,AVERAGE-BANDWIDTH=200000,CODECS="avc1.64001f",\
                RESOLUTION=1280x720,VIDEO-RANGE=SDR,URI="v720/iframes.m3u8"
                """);
        assertThat(PlaylistReader.read(text)).isEqualTo(playlist);
    }

    @Test
    void writesByteRangesAndANewInitSegmentWhereItChanges() {
        var playlist = new MediaPlaylist(
                7,
                6,
                PlaylistType.VOD,
                0,
                Set.of(PlaylistTrait.I_FRAMES_ONLY, PlaylistTrait.ENDED),
                null,
                List.of(
                        iFrame("s0.m4s", 0, new InitSegment("a.mp4")),
                        iFrame("s0.m4s", 9000, new InitSegment("a.mp4")),
                        iFrame("s1.m4s", 0, new InitSegment("b.mp4"))));

        String text = PlaylistWriter.text(playlist);

        assertThat(text).contains("#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\"a.mp4\"\n#EXTINF:2.000000,\n");
        assertThat(text).contains("#EXT-X-BYTERANGE:500@9000\ns0.m4s\n#EXT-X-MAP:URI=\"b.mp4\"\n");
        assertThat(PlaylistReader.read(text)).isEqualTo(playlist);
    }

    @Test
    void keepsANameFromOutsideWithinItsQuotes() {
        var rendition = new MediaRendition(
                MediaRendition.Type.AUDIO, "audio", "a\",URI=\"http://x\n#EXT", null, null, Set.of(), null, List.of());
        var playlist = new MultivariantPlaylist(7, Set.of(), null, List.of(rendition), List.of(), List.of());

        var read = PlaylistReader.readMultivariant(PlaylistWriter.text(playlist));

        assertThat(read.renditions().getFirst().uri()).isNull();
    }

    private static MediaSegment iFrame(String uri, long offset, InitSegment init) {
        return new MediaSegment(
                uri, Duration.ofSeconds(2), new ByteRange(500, offset), init, MediaSegment.Joint.CONTINUOUS);
    }

    private static MediaPlaylist growing(List<MediaSegment> segments) {
        return new MediaPlaylist(
                7, 6, PlaylistType.EVENT, 0, Set.of(PlaylistTrait.INDEPENDENT_SEGMENTS), Start.AT_BEGINNING, segments);
    }
}
