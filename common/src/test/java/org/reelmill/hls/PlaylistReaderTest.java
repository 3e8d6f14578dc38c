package org.reelmill.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaylistReaderTest {

    private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n";

    @Test
    void readsASegmentWithAllThatBelongsToIt() {
        var playlist = PlaylistReader.readMedia(HEAD + """
                #EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"
                #EXT-X-DISCONTINUITY
                #EXTINF:6.006,a, title
                #EXT-X-BYTERANGE:100@720
                all.mp4
                #EXT-X-BYTERANGE:50
                #EXTINF:2,
                all.mp4
                """);

        var first = playlist.segments().getFirst();
        assertThat(first.duration()).isEqualTo(Duration.ofMillis(6006));
        assertThat(first.init()).isEqualTo(new InitSegment("init.mp4", new ByteRange(720, 0)));
        assertThat(first.joint()).isEqualTo(MediaSegment.Joint.DISCONTINUITY);
        assertThat(playlist.segments().getLast().range()).isEqualTo(new ByteRange(50, 820));
        assertThat(playlist.isEnded()).isFalse();
    }

    @Test
    void ignoresTagsAndAttributesThatItDoesNotKnow() {
        var playlist = PlaylistReader.readMultivariant("""
                #EXTM3U
                #EXT-X-SOMETHING-NEW:A=1
                # a comment
                #EXT-X-STREAM-INF:BANDWIDTH=1,NEW="x"
                v.m3u8
                """);

        assertThat(playlist.variants()).extracting(Variant::uri).containsExactly("v.m3u8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', commentCharacter = '%', textBlock = """
                    #EXTINF:6                                                   | needs a comma
                    #EXTINF:-1,                                                 | needs a duration
                    #EXTINF:1e3,                                                | needs a duration
                    #EXTINF:7,;a.mp4                                            | longer than the target duration
                    #EXTINF:6,;#EXTINF:6,;a.mp4                                 | needs a URI after it
                    #EXTINF:6,                                                  | needs a URI after it
                    a.mp4                                                       | a URI without EXTINF
                    #EXT-X-ENDLIST:YES                                          | has no value
                    #EXT-X-MAP:URI=init.mp4                                     | within quotes
                    #EXT-X-MAP:URI="init.mp4" BYTERANGE="1@0"                   | broken attribute list
                    #EXT-X-MAP:URI="a",URI="b"                                  | has URI twice
                    #EXT-X-BYTERANGE:1-2                                        | needs a byte range
                    #EXT-X-BYTERANGE:12;#EXTINF:6,;a.mp4                        | needs an offset
                    #EXT-X-TARGETDURATION:6                                     | for the second time
                    #EXT-X-START:TIME-OFFSET=soon                               | needs TIME-OFFSET
                    #EXT-X-START:TIME-OFFSET=1,PRECISE=TRUE                     | YES or NO
                    #EXT-X-STREAM-INF:BANDWIDTH=1                               | mixes tags
                    #EXTM3U                                                     | for the second time
                    #EXT-X-MEDIA-SEQUENCE:99999999999999999999                  | needs a whole number
                    """)
    void namesTheLineOfAFaultInAMediaPlaylist(String lines, String fault) {
        assertThatThrownBy(() -> PlaylistReader.read(HEAD + lines.replace(';', '\n') + "\n"))
                .isInstanceOf(PlaylistFault.class)
                .hasMessageStartingWith("Line 4: ")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', commentCharacter = '%', textBlock = """
                    #EXT-X-STREAM-INF:CODECS="a"                                      | needs BANDWIDTH
                    #EXT-X-STREAM-INF:BANDWIDTH=fast                                  | needs a whole number
                    #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a";v.m3u8                    | names the group "a"
                    #EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="s";v.m3u8                | names the group "s"
                    #EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=720p                     | <width>x<height>
                    #EXT-X-STREAM-INF:BANDWIDTH=1,FRAME-RATE=NTSC                     | FRAME-RATE as a number
                    #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1                             | needs URI
                    #EXT-X-MEDIA:TYPE=SMELL,GROUP-ID="a",NAME="n"                     | unknown TYPE
                    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a"                              | needs NAME
                    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",FORCED=NO           | FORCED only
                    #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="a",NAME="n"                 | needs URI
                    #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="n"           | INSTREAM-ID
                    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",DEFAULT=YES,AUTOSELECT=NO | AUTOSELECT cannot be NO
                    #EXT-X-TARGETDURATION:6;#EXT-X-STREAM-INF:BANDWIDTH=1             | Line 3
                    """)
    void namesTheLineOfAFaultInAMultivariantPlaylist(String lines, String fault) {
        assertThatThrownBy(() -> PlaylistReader.read("#EXTM3U\n" + lines.replace(';', '\n') + "\n"))
                .isInstanceOf(PlaylistFault.class)
                .hasMessageMatching("Line [23]: .*")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', commentCharacter = '%', textBlock = """
                    2 | #EXTINF:1.5,;a.ts                       | 3
                    3 | #EXTINF:1,;#EXT-X-BYTERANGE:1@0;a.ts    | 4
                    5 | #EXT-X-MAP:URI="i"                      | 6
                    """)
    void refusesTagsThatTheStatedVersionDoesNotHave(int version, String lines, int needed) {
        String head = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n" + lines.replace(';', '\n') + "\n#EXT-X-VERSION:";

        assertThatThrownBy(() -> PlaylistReader.read(head + version)).hasMessageContaining("EXT-X-VERSION " + needed);
        assertThat(PlaylistReader.read(head + needed).version()).isEqualTo(needed);
    }

    @Test
    void saysWhichKindItReadWhereTheOtherWasMeant() {
        assertThatThrownBy(() -> PlaylistReader.readMultivariant(HEAD)).hasMessageContaining("is a media playlist");
        assertThatThrownBy(() -> PlaylistReader.readMedia("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8"))
                .hasMessageContaining("is a multivariant playlist");
    }
}
