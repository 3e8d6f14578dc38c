package org.reelmill.worker.encode;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.plan.Chunk;

/// What of a chunk's source could not be decoded, as ffmpeg told it.
///
/// @param missing pictures that the source lacks; the one before was repeated
/// @param flawed pictures of which a part had to be made up
/// @param held places of the grid that no picture of a sound source stands on; the one before is shown on
record Damage(Chunk chunk, long missing, long flawed, long held) {

    private static final Pattern SUMMARY = Pattern.compile("(\\d+) frames out;.* (\\d+) frames duplicated");
    private static final Pattern SOUND = Pattern.compile("\\(audio\\): (\\d+) packets read.* (\\d+) decode errors");
    private static final Pattern DECODER = Pattern.compile(
            "\\[dec:.*(corrupt decoded frame|Decode error rate|Error (submitting packet|processing packet))"
                    // Of a transport stream that lacks packets.
                    + "|\\[in#.*corrupt input packet");
    private static final String FLAWED = "corrupt decoded frame";

    /// Of a run in which the decoder met nothing wrong.
    ///
    /// @param said all that a whole run said
    static Damage none(Chunk chunk, List<String> said) {
        return new Damage(chunk, 0, 0, repeated(chunk, said));
    }

    /// Of a run that passed over faults.
    static Damage of(Chunk chunk, List<String> said) {
        long flawed = said.stream().filter(line -> line.contains(FLAWED)).count();
        return new Damage(chunk, repeated(chunk, said), flawed, 0);
    }

    private static long repeated(Chunk chunk, List<String> said) {
        // The first summary is that of a graph that ffmpeg only tries out.
        return said.stream()
                .map(SUMMARY::matcher)
                .filter(Matcher::find)
                .reduce((first, last) -> last)
                .map(line ->
                        Math.max(0, chunk.frames() - Long.parseLong(line.group(1))) + Long.parseLong(line.group(2)))
                .orElse(0L);
    }

    /// Whether most packets of a sound track could not be decoded.
    ///
    /// @param said all that a whole run said
    static boolean isMostOfSound(List<String> said) {
        return said.stream()
                .map(SOUND::matcher)
                .filter(Matcher::find)
                .anyMatch(line -> 2 * Long.parseLong(line.group(2)) > Long.parseLong(line.group(1)));
    }

    /// Whether a run ended because it met damage of the film, not for another reason.
    static boolean ended(List<String> lastLines) {
        return lastLines.stream().anyMatch(line -> DECODER.matcher(line).find());
    }

    /// Whether a run that passes over faults did not get all of its input either.
    static boolean isOfInput(List<String> said) {
        return said.stream().anyMatch(line -> line.contains("[in#") && line.contains("[error]"));
    }

    /// What is thrown where the decoder gives up, whatever it is told to pass over.
    static RejectedSource beyondUse(Chunk chunk) {
        return RejectedSource.because(
                "damaged-picture",
                "The picture is damaged: from frame %d on it cannot be decoded.".formatted(chunk.firstFrame()));
    }

    /// Pictures, of those that are shown.
    long pictures() {
        return Math.min(missing + flawed, chunk.frames());
    }

    /// @param torn frames that may be torn in any case: what is received through the air or from a tape has
    ///     holes
    /// @throws RejectedSource if it is more than can be shown
    void check(long torn) {
        if (pictures() > torn && FilmDamage.isTooMuch(pictures(), chunk.frames())) {
            throw RejectedSource.because(
                    "damaged-picture",
                    "The picture is damaged: %d of %d frames of chunk %d (from frame %d) cannot be decoded."
                            .formatted(pictures(), chunk.frames(), chunk.number(), chunk.firstFrame()));
        }
    }
}
