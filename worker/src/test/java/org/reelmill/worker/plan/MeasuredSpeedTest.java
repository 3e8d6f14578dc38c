package org.reelmill.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredSpeedTest {

    @TempDir
    Path work;

    @Test
    void aTinyChunkSaysLittleAndALongOneMuch() {
        var guess = new EncodeSpeed(100e6);
        var slow = EncodeSpeed.measured(10e6, 1, 2);
        assertThat(slow.pixelsPerSecond()).isEqualTo(20e6);
        assertThat(guess.after(slow, 0.2).pixelsPerSecond()).isBetween(99e6, 100e6);
        assertThat(guess.after(slow, 600).pixelsPerSecond()).isCloseTo(20e6, within(0.1e6));
        assertThat(guess.after(slow, 20).after(slow, 40).pixelsPerSecond())
                .isCloseTo(guess.after(slow, 60).pixelsPerSecond(), within(1.0));
    }

    @Test
    void isKeptOverARestart() {
        Path file = work.resolve("encode-speed");
        assertThat(new MeasuredSpeed(file).speed()).isEqualTo(EncodeSpeed.guessed());
        var measured = new MeasuredSpeed(file);
        measured.learn(new EncodeSpeed(3e6), 30);
        assertThat(measured.speed()).isNotEqualTo(EncodeSpeed.guessed());
        assertThat(new MeasuredSpeed(file).speed()).isEqualTo(measured.speed());
    }

    @Test
    void aFileThatIsNoNumberIsAsNone() throws IOException {
        Path file = Files.writeString(work.resolve("encode-speed"), "NaN");
        assertThat(new MeasuredSpeed(file).speed()).isEqualTo(EncodeSpeed.guessed());
    }
}
