package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBenchmarkTest {

    @Test
    void readsTheFirstAndTheLastChunkAndThreeBetween() {
        assertThat(IntStream.range(0, 5).map(number -> MemoryBenchmark.place(number, 3473)))
                .containsExactly(0, 868, 1736, 2604, 3472);
        assertThat(IntStream.range(0, 5).map(number -> MemoryBenchmark.place(number, 5)))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void countsWhatIsInMemoryInMegabytesOfAMillionBytes() {
        String status = """
                Name:	java
                VmHWM:	  400000 kB
                VmRSS:	  250000 kB
                """;

        assertThat(Resident.in(status)).isEqualTo(256.0);
    }
}
