package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.MediaSegment;
import org.reelmill.hls.PlaylistTrait;
import org.reelmill.hls.PlaylistType;
import org.reelmill.hls.Variant;
import org.reelmill.worker.fmp4.InitFile;

/// Apple's HLS Authoring Specification (8 May 2025): one test for each numbered rule that it calls a MUST and
/// that concerns what we publish, read from the object store as a player would. What concerns others is in
/// [#isNotOursToKeep]. Rules that need the bytes of segments are in [AppleSegmentRulesTest].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppleRulesTest {

    private PublishedFilm film;
    private Player player;

    @BeforeAll
    void publish(@TempDir Path directory) {
        film = new PublishedFilm(directory);
        player = film.player;
    }

    @AfterAll
    void stop() {
        film.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    8.18      | media requests are answered, not redirected: the edge's tests
                    9.7, 9.8  | several channel layouts: SurroundTest
                    9.21      | iOS over cellular, a variant of 192 kbit/s: an operator's ladder can have it, ours begins at 360 lines
                    10.1      | playlists travel compressed: the edge's tests
                    12.1–12.3 | TLS 1.2 with forward secrecy: of whatever ends TLS in front of the edge
                    4.4       | attributes of closed captions: none are embedded, which CLOSED-CAPTIONS=NONE says
                    """)
    void isNotOursToKeep(String rule, String reason) {
        assertThat(rule).isNotBlank();
        assertThat(reason).isNotBlank();
    }

    @Test
    void rules_4_5_to_4_7_subtitlesSayHowTheyAreChosen() {
        assertThat(player.master.renditions())
                .filteredOn(rendition -> rendition.type() == MediaRendition.Type.SUBTITLES)
                .isNotEmpty()
                .allSatisfy(rendition -> {
                    assertThat(rendition.name()).isNotBlank();
                    assertThat(rendition.language()).isNotBlank();
                    assertThat(rendition.choices()).contains(MediaRendition.Choice.AUTOSELECT);
                });
        String tag = player.texts
                .getOrDefault("master.m3u8", "")
                .lines()
                .filter(line -> line.contains("TYPE=SUBTITLES"))
                .findFirst()
                .orElse("");
        assertThat(tag).contains("FORCED=NO", "DEFAULT=NO", "AUTOSELECT=YES");
    }

    @Test
    void rule_6_1_iFramePlaylistsAreProvided() {
        assertThat(player.master.iFrameVariants()).hasSameSizeAs(player.master.variants());
    }

    @Test
    void rule_6_8_iFramePlaylistsSayThatTheyAre() {
        assertThat(player.iFrames())
                .allSatisfy(frames -> assertThat(frames.getValue().traits()).contains(PlaylistTrait.I_FRAMES_ONLY));
    }

    @Test
    void rule_6_16_trickPlayIsInStandardRange() {
        assertThat(player.master.iFrameVariants())
                .allSatisfy(variant -> assertThat(variant.videoRange()).isEqualTo("SDR"));
    }

    @Test
    void rule_7_7_noSegmentIsMuchLongerThanTheTarget() {
        player.everything()
                .forEach(one -> assertThat(one.playlist().segments())
                        .allSatisfy(segment -> assertThat(segment.duration())
                                .isLessThanOrEqualTo(
                                        Duration.ofSeconds(one.playlist().targetDuration())
                                                .plusMillis(500))));
    }

    @Test
    void rule_8_2_targetDurationIsTheSameEverywhere() {
        assertThat(player.playlists.values().stream()
                        .map(MediaPlaylist::targetDuration)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void rules_8_3_and_8_7_allPlaylistsLastAsLong() {
        assertThat(player.playlists.values())
                .allSatisfy(playlist -> assertThat(playlist.duration())
                        .isCloseTo(film.plan.grid().duration(), frame()));
    }

    @Test
    void rule_8_6_playlistsAreOfTypeVodAndEnd() {
        assertThat(player.playlists.values()).allSatisfy(playlist -> {
            assertThat(playlist.type()).isEqualTo(PlaylistType.VOD);
            assertThat(playlist.isEnded()).isTrue();
        });
    }

    @Test
    void rules_8_9_and_8_10_alternatesSayTheirLanguage() {
        assertThat(player.master.renditions())
                .allSatisfy(rendition -> assertThat(rendition.language()).matches("[a-z]{2,3}"));
    }

    @Test
    void rule_8_15_discontinuitiesAreTheSameEverywhere() {
        player.everything()
                .forEach(one -> assertThat(one.playlist().segments())
                        .allMatch(segment -> segment.joint() == MediaSegment.Joint.CONTINUOUS));
    }

    @Test
    void rule_8_20_fragmentedMp4HasAMap() {
        player.everything()
                .filter(one -> !one.isText())
                .forEach(one -> assertThat(one.playlist().segments()).allMatch(segment -> segment.init() != null));
    }

    @Test
    void rule_8_22_segmentsOfAllRenditionsBeginTogether() {
        var frame = Duration.ofMillis(22); // An AAC frame.
        var reference = starts(player.pictures().findFirst().orElseThrow().getValue());
        player.everything().forEach(one -> {
            var starts = starts(one.playlist());
            assertThat(starts).hasSameSizeAs(reference);
            for (int i = 0; i < starts.size(); i++) {
                assertThat(starts.get(i)).isCloseTo(reference.get(i), frame);
            }
        });
    }

    @Test
    void rules_9_1_and_9_3_everyVariantSaysItsCodecs() {
        assertThat(player.master.variants()).allSatisfy(variant -> {
            assertThat(variant.codecs()).hasSize(2);
            var playlist = player.playlist(variant.uri());
            var init =
                    InitFile.read(player.init(variant.uri(), playlist.segments().getFirst()));
            assertThat(variant.codecs().getFirst()).isEqualTo(init.codec()).startsWith("avc1.");
        });
        assertThat(player.master.iFrameVariants())
                .allSatisfy(variant -> assertThat(variant.codecs()).hasSize(1));
    }

    @Test
    void rules_9_2_and_9_4_everyVariantSaysItsResolution() {
        assertThat(player.master.variants()).allSatisfy(variant -> {
            var playlist = player.playlist(variant.uri());
            var init =
                    InitFile.read(player.init(variant.uri(), playlist.segments().getFirst()));
            assertThat(variant.resolution()).hasToString(init.width() + "x" + init.height());
        });
        assertThat(player.master.iFrameVariants())
                .allSatisfy(variant -> assertThat(variant.resolution()).isNotNull());
    }

    @Test
    void rule_9_6_soundThatHasAlternatesIsApart() {
        assertThat(player.of(MediaRendition.Type.AUDIO)).hasSize(2);
        assertThat(player.master.variants())
                .allSatisfy(variant -> assertThat(variant.audio()).isEqualTo("audio"));
    }

    @Test
    void rule_9_9_severalBitRatesAreOffered() {
        assertThat(player.master.variants().stream().map(Variant::bandwidth).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void rule_9_12_segmentsAreSaidToBeIndependent() {
        assertThat(player.master.traits()).contains(PlaylistTrait.INDEPENDENT_SEGMENTS);
    }

    @Test
    void rule_9_14_everyVariantSaysItsAverage() {
        assertThat(player.master.variants())
                .allSatisfy(variant ->
                        assertThat(variant.averageBandwidth()).isNotNull().isLessThanOrEqualTo(variant.bandwidth()));
    }

    @Test
    void rule_9_15_everyVariantSaysItsFrameRate() {
        assertThat(player.master.variants())
                .allSatisfy(variant -> assertThat(variant.frameRate()).hasToString("23.976"));
    }

    @Test
    void rule_9_16_everyVariantSaysItsRange() {
        assertThat(player.master.variants())
                .allSatisfy(variant -> assertThat(variant.videoRange()).isEqualTo("SDR"));
    }

    @Test
    void rule_9_20_noVariantIsSoundAlone() {
        assertThat(player.master.variants())
                .allSatisfy(variant -> assertThat(variant.resolution()).isNotNull());
    }

    /// The list above, whole: no rule of the facts' table is forgotten.
    @Test
    void hasATestOrAReasonForEveryRule() {
        var tested = new TreeSet<String>();
        for (var method : Stream.of(AppleRulesTest.class, AppleSegmentRulesTest.class)
                .flatMap(rules -> Stream.of(rules.getDeclaredMethods()))
                .toList()) {
            var numbers = Pattern.compile("(\\d+)_(\\d+)").matcher(method.getName());
            while (numbers.find()) {
                tested.add(numbers.group(1) + "." + numbers.group(2));
            }
        }
        assertThat(tested)
                .contains("1.26", "1.27", "2.3", "2.17", "4.5", "4.7", "5.2", "5.5", "6.1", "6.8", "6.10", "6.16")
                .contains("7.1", "7.3", "7.4", "7.7", "8.1", "8.2", "8.3", "8.6", "8.7", "8.9", "8.10", "8.15")
                .contains("8.20", "8.22", "9.1", "9.2", "9.3", "9.4", "9.6", "9.9", "9.12", "9.13", "9.14", "9.15")
                .contains("9.16", "9.20");
    }

    private Duration frame() {
        return film.plan.grid().rate().duration(1);
    }

    private static List<Duration> starts(MediaPlaylist playlist) {
        var starts = new ArrayList<Duration>();
        var next = Duration.ZERO;
        for (MediaSegment segment : playlist.segments()) {
            starts.add(next);
            next = next.plus(segment.duration());
        }
        return starts;
    }
}
