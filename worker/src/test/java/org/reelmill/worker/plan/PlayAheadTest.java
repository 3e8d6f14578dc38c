package org.reelmill.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.worker.probe.Rational;

/// Encodes and plays a film in thought: the slots share the machine evenly and take the chunks in order, the
/// sound goes first; a player begins when the cushion is there and asks for the growing playlist again as
/// hls.js does, or as RFC 8216 §6.3.4 has it.
class PlayAheadTest {

    private static final OutputGrid GRID = new OutputGrid(new Rational(25, 1), 25 * 120, 50, Duration.ZERO);
    private static final double SOUND_SECONDS = 6; // of the machine's time, at the beginning
    private static final double START_SECONDS = 0.5; // of a process and of an upload, for each chunk
    private static final double TICK = 0.02;
    private static final double TARGET = 6;

    @ParameterizedTest
    // The first set of rungs is chosen for 2.5.
    @CsvSource({
        "1.7, 1", "1.7, 2", "2.0, 1", "2.0, 2", "2.0, 4", "2.5, 1", "2.5, 2", "2.5, 4", "4.0, 1", "4.0, 2", "4.0, 4"
    })
    void playersFindTheNextSegmentsInTime(double timesRealTime, int slots) {
        var chunks = ChunkPlanner.chunks(GRID, Waiting.SOMEBODY);
        double[] ready = encode(chunks, timesRealTime, slots);
        assertThat(waits(chunks, ready, true))
                .as("Seconds of film before hls.js waits")
                .isEmpty();
        assertThat(waits(chunks, ready, false))
                .as("Seconds of film before others wait")
                .isEmpty();
    }

    /// When each chunk is listed, which it is not before those that stand before it.
    private static double[] encode(List<Chunk> chunks, double speed, int slots) {
        double[] ready = new double[chunks.size()];
        double[] starting = new double[chunks.size() + 1];
        double[] left = new double[chunks.size() + 1];
        Arrays.fill(starting, START_SECONDS);
        left[0] = SOUND_SECONDS * speed / slots;
        for (Chunk chunk : chunks) {
            left[chunk.number() + 1] = seconds(chunk.frames());
        }
        for (double now = 0; left[chunks.size()] > 0; now += TICK) {
            int busy = 0;
            for (int job = 0; job < left.length && busy < slots; job++) {
                if (left[job] <= 0) {
                    continue;
                }
                busy++;
                if (starting[job] > 0) {
                    starting[job] -= TICK;
                    continue;
                }
                left[job] -= TICK * speed / slots;
                if (left[job] <= 0 && job > 0) {
                    ready[job - 1] = now;
                }
            }
        }
        for (int i = 1; i < ready.length; i++) {
            ready[i] = Math.max(ready[i], ready[i - 1]);
        }
        return ready;
    }

    /// Where in the film the player runs out of it for longer than a request takes.
    private static List<Double> waits(List<Chunk> chunks, double[] ready, boolean asHlsJs) {
        int known = 4;
        double now = readyAt(chunks, ready, known);
        double asks = now + pause(chunks, known, asHlsJs);
        double played = 0;
        double waited = 0;
        var waits = new ArrayList<Double>();
        while (known < segments(chunks).size()) {
            now += TICK;
            if (now >= asks) {
                int before = known;
                while (known < segments(chunks).size() && readyAt(chunks, ready, known + 1) <= now) {
                    known++;
                }
                asks = now + (known > before ? pause(chunks, known, asHlsJs) : TARGET / 2);
            }
            if (played < end(chunks, known)) {
                played += TICK;
                waited = 0;
            } else {
                waited += TICK;
                if (waited > 0.1 && (waits.isEmpty() || waits.getLast() < played)) {
                    waits.add(played);
                }
            }
        }
        return waits;
    }

    /// hls.js asks after the length of the last segment where little of the playlist is left to play.
    private static double pause(List<Chunk> chunks, int known, boolean asHlsJs) {
        return asHlsJs ? Math.min(TARGET, seconds(segments(chunks).get(known - 1))) : TARGET;
    }

    private static double readyAt(List<Chunk> chunks, double[] ready, int segments) {
        int chunk = 0;
        while (chunks.get(chunk).firstSegment()
                        + chunks.get(chunk).segmentFrames().size()
                < segments) {
            chunk++;
        }
        return ready[chunk];
    }

    private static double end(List<Chunk> chunks, int segments) {
        return seconds(segments(chunks).stream()
                .limit(segments)
                .mapToLong(Long::longValue)
                .sum());
    }

    private static List<Long> segments(List<Chunk> chunks) {
        return chunks.stream().flatMap(chunk -> chunk.segmentFrames().stream()).toList();
    }

    private static double seconds(long frames) {
        return frames / GRID.rate().value();
    }
}
