package org.reelmill.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A film that tells on us: every frame carries its number as a bar code, and at each full second a
/// beep sounds while a part of the picture flashes. [TestFilmReader] reads both back, so seams,
/// order, loss, doubling and lip-sync are seen in what was decoded.
///
/// The flash begins with the first frame at or after the full second, and the beep with that frame,
/// so their offset is nought at every rate. Frames are exactly `rate × duration`, rounded; sound is
/// as long as the picture.
public final class TestFilm {

    /// Where an MP4 or MOV has its index.
    public enum Layout {
        INDEX_FIRST("+faststart"),
        INDEX_LAST("0"),
        FRAGMENTED("+frag_keyframe+empty_moov+default_base_moof");

        private final String flags;

        Layout(String flags) {
            this.flags = flags;
        }
    }

    private FrameRate rate = new FrameRate(25, 1);
    private Duration duration = Duration.ofSeconds(10);
    private int width = 640;
    private int height = 360;
    private Container container = Container.MP4;
    private List<String> audioTracks = List.of("eng");
    private int channels = 1;
    private List<String> subtitles = List.of();
    private int chapters;
    private Layout layout = Layout.INDEX_FIRST;
    private int keyframeInterval = 50;

    private TestFilm() {}

    /// Ten seconds of 640 × 360 at 25 frames per second, MP4 with its index first, one English
    /// audio track.
    public static TestFilm builder() {
        return new TestFilm();
    }

    public TestFilm rate(int framesPerSeconds, int seconds) {
        rate = new FrameRate(framesPerSeconds, seconds);
        return this;
    }

    public TestFilm duration(Duration wanted) {
        duration = wanted;
        return this;
    }

    public TestFilm size(int wantedWidth, int wantedHeight) {
        width = wantedWidth;
        height = wantedHeight;
        return this;
    }

    public TestFilm container(Container wanted) {
        container = wanted;
        return this;
    }

    /// Languages (ISO 639-2) of the audio tracks; none makes a silent film. The tracks differ in
    /// the pitch of their beeps.
    public TestFilm audioTracks(List<String> languages) {
        audioTracks = List.copyOf(languages);
        return this;
    }

    /// Channels of every audio track, all with the same sound: 1, 2 or 6.
    public TestFilm channels(int wanted) {
        channels = wanted;
        return this;
    }

    /// Languages of the subtitle tracks; each even second has a cue of one second, such as `deu 4`.
    public TestFilm subtitles(List<String> languages) {
        subtitles = List.copyOf(languages);
        return this;
    }

    /// That many chapters of equal length.
    public TestFilm chapters(int count) {
        chapters = count;
        return this;
    }

    /// Where the index of an MP4 or MOV is; other containers have but one place for it.
    public TestFilm layout(Layout wanted) {
        layout = wanted;
        return this;
    }

    /// At most this many frames from one keyframe to the next.
    public TestFilm keyframeEvery(int frames) {
        keyframeInterval = frames;
        return this;
    }

    public FrameRate rate() {
        return rate;
    }

    int channels() {
        return channels;
    }

    /// How many frames the film has.
    public int frames() {
        return rate.framesIn(duration);
    }

    /// The exact length of picture and sound, in seconds.
    public double seconds() {
        return rate.timeOf(frames());
    }

    /// Makes the film.
    ///
    /// @return `file`
    public Path make(Path file, MediaTools tools) {
        if (!subtitles.isEmpty() && !container.holdsSubtitles()) {
            throw new IllegalArgumentException("A " + container + " test film cannot hold subtitles");
        }
        Path work = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            work = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".film");
            tools.ffmpeg(arguments(work, file), this::drawFrames);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(work);
        }
    }

    private void drawFrames(OutputStream out) throws IOException {
        var picture = new byte[FrameCode.WIDTH * FrameCode.HEIGHT];
        var flashLength = Math.max(1, rate.framesIn(Beeps.LENGTH));
        for (var number = 0; number < frames(); number++) {
            var second = (long) Math.floor(rate.timeOf(number));
            var since = number - rate.frameAtSecond(second);
            FrameCode.draw(picture, number, since < flashLength ? FrameCode.Flash.ON : FrameCode.Flash.OFF);
            out.write(picture);
        }
    }

    private List<String> arguments(Path work, Path file) throws IOException {
        var arguments = new ArrayList<String>();
        add(arguments, "-f rawvideo -pix_fmt gray -s " + FrameCode.WIDTH + "x" + FrameCode.HEIGHT);
        add(arguments, "-framerate " + rate + " -i pipe:0");
        for (var track = 0; track < audioTracks.size(); track++) {
            var sound = Beeps.write(this, track, work.resolve("audio" + track + ".wav"));
            arguments.addAll(List.of("-i", sound.toString()));
        }
        for (var language : subtitles) {
            var text = Files.writeString(work.resolve(language + ".srt"), cues(language), StandardCharsets.UTF_8);
            arguments.addAll(List.of("-i", text.toString()));
        }
        var metadata = Files.writeString(work.resolve("chapters.txt"), chapterMetadata(), StandardCharsets.UTF_8);
        arguments.addAll(List.of("-f", "ffmetadata", "-i", metadata.toString()));
        mapTracks(arguments);
        add(arguments, "-vf scale=" + width + ":" + height + ":flags=neighbor,setsar=1,format=yuv420p");
        add(arguments, "-fps_mode passthrough");
        arguments.addAll(container.videoArguments(keyframeInterval));
        add(arguments, "-c:a " + container.audioCodec() + " -b:a " + 64 * Math.max(channels, 2) + "k");
        if (container.holdsSubtitles()) {
            add(arguments, "-c:s " + container.subtitleCodec());
        }
        if (container.isIsoBase()) {
            add(arguments, "-movflags " + layout.flags);
        }
        add(arguments, "-f " + container.muxer());
        arguments.add(file.toString());
        return arguments;
    }

    private void mapTracks(List<String> arguments) {
        add(arguments, "-map 0:v");
        for (var track = 0; track < audioTracks.size(); track++) {
            add(arguments, "-map " + (1 + track) + ":a -metadata:s:a:" + track + " language=" + audioTracks.get(track));
        }
        for (var track = 0; track < subtitles.size(); track++) {
            add(arguments, "-map " + (1 + audioTracks.size() + track) + ":s");
            add(arguments, "-metadata:s:s:" + track + " language=" + subtitles.get(track));
        }
        var metadata = 1 + audioTracks.size() + subtitles.size();
        add(arguments, "-map_metadata -1 -map_chapters " + (chapters == 0 ? "-1" : metadata));
    }

    /// Adds words that hold no spaces.
    private static void add(List<String> arguments, String words) {
        arguments.addAll(List.of(words.split(" ")));
    }

    private String cues(String language) {
        var cues = new StringBuilder();
        for (var second = 0; second + 1 <= seconds(); second += 2) {
            cues.append(String.format(
                    Locale.ROOT,
                    "%d%n%s --> %s%n%s %d%n%n",
                    second / 2 + 1,
                    srtTime(second),
                    srtTime(second + 1),
                    language,
                    second));
        }
        return cues.toString();
    }

    private static String srtTime(int second) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d,000", second / 3600, second / 60 % 60, second % 60);
    }

    private String chapterMetadata() {
        var metadata = new StringBuilder(";FFMETADATA1\n");
        for (var chapter = 0; chapter < chapters; chapter++) {
            metadata.append("[CHAPTER]\nTIMEBASE=1/1000\n");
            metadata.append("START=")
                    .append(Math.round(seconds() * 1000 * chapter / chapters))
                    .append('\n');
            metadata.append("END=")
                    .append(Math.round(seconds() * 1000 * (chapter + 1) / chapters))
                    .append('\n');
            metadata.append("title=Chapter ").append(chapter + 1).append('\n');
        }
        return metadata.toString();
    }
}
