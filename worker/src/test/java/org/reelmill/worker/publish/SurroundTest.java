package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.hls.MediaRendition;
import org.reelmill.hls.Variant;
import org.reelmill.testing.Container;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.testing.TestFilm;
import org.reelmill.worker.encode.TestMedia;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;

/// A film whose sound is 5.1, published with stereo and with 5.1 (Apple's rules 9.7 and 9.8, RFC 8216
/// §4.3.4.1.1).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurroundTest {

    private PublishedFilm film;
    private Player player;

    @BeforeAll
    void publish(@TempDir Path directory) {
        var source = TestFilm.builder()
                .duration(Duration.ofSeconds(13))
                .container(Container.MKV)
                .channels(6)
                .audioTracks(List.of("eng", "deu"));
        film = new PublishedFilm(new EncodedFilm(source, TestMedia.ladder(), directory), directory);
        player = film.player;
    }

    @AfterAll
    void stop() {
        film.close();
    }

    @Test
    void everyLanguageIsThereInStereoAndInSurround() {
        assertThat(sounds(player))
                .containsExactly(
                        "audio English 2 a0-en/index.m3u8",
                        "audio Deutsch 2 a1-de/index.m3u8",
                        "audio-51 English 6 a0-en-51/index.m3u8",
                        "audio-51 Deutsch 6 a1-de-51/index.m3u8");
        assertThat(player.master.renditions().stream()
                        .filter(sound -> sound.choices().contains(MediaRendition.Choice.DEFAULT))
                        .map(MediaRendition::group))
                .containsExactly("audio", "audio-51");
    }

    @Test
    void everyQualityIsThereWithBothAndTheFirstOneIsStereo() {
        assertThat(player.master.variants())
                .extracting(variant -> variant.uri() + " " + variant.audio())
                .containsExactlyInAnyOrder(
                        "v360/index.m3u8 audio",
                        "v180/index.m3u8 audio",
                        "v360/index.m3u8 audio-51",
                        "v180/index.m3u8 audio-51");
        assertThat(player.master.variants().getFirst().audio()).isEqualTo("audio");
        assertThat(player.master.variants())
                .allSatisfy(variant -> assertThat(variant.codecs()).hasSize(2).contains("mp4a.40.2"));
        long stereo = bandwidth("v180/index.m3u8", "audio");
        assertThat(bandwidth("v180/index.m3u8", "audio-51")).isGreaterThan(stereo);
        assertThat(player.master.iFrameVariants()).hasSize(2);
    }

    @Test
    void theSurroundRenditionHasSixChannels(@TempDir Path directory) throws Exception {
        var sound = player.playlist("a0-en-51/index.m3u8");
        Path whole = directory.resolve("sound.mp4");
        try (var out = Files.newOutputStream(whole)) {
            out.write(player.init("a0-en-51/index.m3u8", sound.segments().getFirst()));
            for (var segment : sound.segments()) {
                out.write(player.bytes("a0-en-51/index.m3u8", segment));
            }
        }
        String said = TestMedia.tools()
                .ffprobe(List.of(
                        "-show_entries",
                        "stream=channels,channel_layout,codec_name",
                        "-of",
                        "csv=p=0",
                        whole.toString()));
        assertThat(said.strip()).isEqualTo("aac,6,5.1");
    }

    @Test
    void satisfiesOtherPeoplesParsers() {
        assertThat(new PlaylistValidators().objections(player.texts)).isEmpty();
    }

    /// Both groups have the same members, or a player that plays one could not offer the language.
    @Test
    void aLanguageWithoutSurroundIsInStereoThere() {
        IngestPlan plan = Plans.plan(Plans.grid(3));
        AudioPlan english = plan.audio().getFirst();
        var wide = new AudioPlan(english.name() + "-51", english.stream(), "en", "English", 6, 320, true);
        var mixed = new IngestPlan(
                plan.kind(),
                plan.ladder(),
                plan.media(),
                plan.grid(),
                plan.rungs(),
                plan.sets(),
                plan.chunks(),
                plan.audio(),
                List.of(wide),
                plan.text(),
                List.of());
        assertThat(sounds(new Offer(mixed, PlaylistPlace.FINAL, List.of()).renditions()))
                .containsExactly(
                        "audio English 2 a0-eng/index.m3u8",
                        "audio Deutsch 2 a1-deu/index.m3u8",
                        "audio-51 English 6 a0-eng-51/index.m3u8",
                        "audio-51 Deutsch 2 a1-deu/index.m3u8");
        assertThat(sounds(new Offer(mixed, PlaylistPlace.NOW, List.of()).renditions()))
                .as("while it grows, nothing waits for 5.1")
                .containsExactly("audio English 2 a0-eng.m3u8", "audio Deutsch 2 a1-deu.m3u8");
    }

    private long bandwidth(String uri, String group) {
        return player.master.variants().stream()
                .filter(variant -> variant.uri().equals(uri) && group.equals(variant.audio()))
                .mapToLong(Variant::bandwidth)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> sounds(Player player) {
        return sounds(player.master.renditions());
    }

    private static List<String> sounds(List<MediaRendition> renditions) {
        return renditions.stream()
                .filter(rendition -> rendition.type() == MediaRendition.Type.AUDIO)
                .map(sound -> sound.group() + " " + sound.name() + " " + sound.channels() + " " + sound.uri())
                .toList();
    }
}
