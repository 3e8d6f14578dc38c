package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.reelmill.testing.FrameReading;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.SoundReading;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;

/// What became of the times of a [TestFilm]: seen in decoded pictures, each of which shows its number, and
/// heard in decoded sound, which beeps where the picture flashes.
///
/// @param missing frames that are not there
/// @param repeated frames that are there again
/// @param moved frames that do not stand where their number belongs
/// @param offMillis how far the frame is from its place that is furthest from it
/// @param lateMillis how far a beep is from its flash, where it is furthest; looked for at the start, in the
///     middle and at the end
/// @param endMillis by how much the sound is longer than the picture, or shorter
record Timeline(int missing, int repeated, int moved, double offMillis, double lateMillis, double endMillis) {

    private static final int SEGMENTS_AT_ONCE = 50;
    private static final int SEGMENTS_HEARD = 6;
    private static final double PAIRED_SECONDS = 0.5;

    /// Nothing is wrong.
    static final Timeline EXACT = new Timeline(0, 0, 0, 0, 0, 0);

    /// Of the film as it was made.
    static Timeline of(TestFilm film, Path source, MediaTools tools) {
        var reader = new TestFilmReader(tools);
        FrameReading frames = reader.frames(source);
        SoundReading sound = reader.sound(source, 0);
        return of(film, frames.numbers(), frames.times())
                .with(late(frames.flashes(), sound.beeps()), sound.seconds() - film.seconds());
    }

    /// Of one rendition of the picture and one of the sound, given as media playlists.
    static Timeline of(TestFilm film, Path picture, Path sound, MediaTools tools, Path scratch) throws IOException {
        var reader = new TestFilmReader(tools);
        var numbers = new ArrayList<Integer>();
        var times = new ArrayList<Double>();
        for (var range : SegmentRange.of(picture, SEGMENTS_AT_ONCE)) {
            FrameReading frames = reader.frames(range.joined(scratch.resolve("picture.mp4")));
            numbers.addAll(frames.numbers());
            times.addAll(frames.times());
        }
        var heard = new Heard(film, SegmentRange.of(picture, SEGMENTS_HEARD), tools, scratch);
        List<SegmentRange> sounds = SegmentRange.of(sound, SEGMENTS_HEARD);
        double late = 0;
        for (int number : List.of(0, sounds.size() / 2, Math.max(0, sounds.size() - 2), sounds.size() - 1)) {
            late = Math.max(late, heard.late(sounds.get(number)));
        }
        return of(film, numbers, times).with(late, heard.end(sounds.getLast()) - film.seconds());
    }

    static Timeline of(TestFilm film, List<Integer> numbers, List<Double> times) {
        var seen = new HashSet<>(numbers);
        int missing = 0;
        for (int number = 0; number < film.frames(); number++) {
            missing += seen.contains(number) ? 0 : 1;
        }
        double off = 0;
        for (int at = 0; at < numbers.size(); at++) {
            off = Math.max(off, Math.abs(times.get(at) - film.rate().timeOf(numbers.get(at))));
        }
        var reading = new FrameReading(numbers, times, List.of());
        return new Timeline(
                missing,
                numbers.size() - seen.size(),
                reading.misplaced(film.rate(), 0).size(),
                off * 1e3,
                0,
                0);
    }

    /// The worst of both, for several renditions or films.
    Timeline and(Timeline other) {
        return new Timeline(
                missing + other.missing,
                repeated + other.repeated,
                moved + other.moved,
                Math.max(offMillis, other.offMillis),
                Math.max(lateMillis, other.lateMillis),
                Math.max(endMillis, other.endMillis));
    }

    private Timeline with(double lateSeconds, double longerSeconds) {
        return new Timeline(missing, repeated, moved, offMillis, lateSeconds * 1e3, Math.abs(longerSeconds) * 1e3);
    }

    /// How far the furthest beep is from the flash that it belongs to; endless where one has no partner.
    static double late(List<Double> flashes, List<Double> beeps) {
        double latest = 0;
        for (double flash : flashes) {
            double nearest = beeps.stream()
                    .mapToDouble(beep -> Math.abs(beep - flash))
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            latest = Math.max(latest, nearest < PAIRED_SECONDS ? nearest : Double.POSITIVE_INFINITY);
        }
        return latest;
    }

    /// The lines of a report for it.
    static List<Row> rows(Timeline product, Timeline source, double audioFrameMillis) {
        var none = new Target(Target.Of.FIGURE, 0);
        return List.of(
                row("frames missing", product.missing, source.missing, none),
                row("frames repeated", product.repeated, source.repeated, none),
                row("frames moved", product.moved, source.moved, none),
                // A tick is 0.02 ms at the least; what is below comes of reading.
                row("frame furthest from its place, ms", product.offMillis, source.offMillis, ticks()),
                row(
                        "beep furthest from its flash, ms",
                        product.lateMillis,
                        source.lateMillis,
                        new Target(Target.Of.FIGURE, audioFrameMillis)),
                row(
                        "sound longer or shorter than the picture, ms",
                        product.endMillis,
                        source.endMillis,
                        new Target(Target.Of.FIGURE, audioFrameMillis)));
    }

    private static Target ticks() {
        return new Target(Target.Of.FIGURE, 0.01);
    }

    private static Row row(String what, double product, double source, Target target) {
        return Row.against(what, Figures.of(product), Figures.of(source), target);
    }

    /// The sound of a stretch, held against the flashes of the picture there.
    private record Heard(TestFilm film, List<SegmentRange> pictures, MediaTools tools, Path scratch) {

        double late(SegmentRange sound) throws IOException {
            var reader = new TestFilmReader(tools);
            double shift = Math.floor(sound.start());
            SoundReading heard = read(sound, shift);
            double end = shift + heard.seconds();
            var flashes = new ArrayList<Double>();
            for (var picture : pictures) {
                if (picture.start() < end && picture.start() + 60 > sound.start()) {
                    flashes.addAll(reader.frames(picture.joined(scratch.resolve("flashes.mp4")))
                            .flashes());
                }
            }
            // Whole beeps and flashes only, whose partners lie in the stretch as well.
            var whole = flashes.stream()
                    .filter(flash -> flash > sound.start() + PAIRED_SECONDS && flash < end - PAIRED_SECONDS
                            || flash == 0 && sound.start() == 0)
                    .toList();
            return Timeline.late(
                    whole, heard.beeps().stream().map(beep -> beep + shift).toList());
        }

        double end(SegmentRange sound) throws IOException {
            double shift = Math.floor(sound.start());
            return shift + read(sound, shift).seconds();
        }

        /// Its times count from `shift` on, or silence would be put in front for the hour before.
        private SoundReading read(SegmentRange sound, double shift) throws IOException {
            Path wav = scratch.resolve("sound.wav");
            tools.ffmpeg(List.of(
                    "-copyts",
                    "-i",
                    sound.joined(scratch.resolve("sound.mp4")).toString(),
                    "-af",
                    "asetpts=PTS-" + (long) shift + "/TB,aresample=48000:async=1:first_pts=0",
                    wav.toString()));
            return new TestFilmReader(tools).sound(wav, 0);
        }
    }
}
