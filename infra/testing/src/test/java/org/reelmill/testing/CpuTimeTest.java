package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

    @Test
    void addsUpAProcessAndTheChildrenItWaitedFor() {
        // utime 1234, stime 66, cutime 500, cstime 200; the name holds a bracket and blanks.
        String stat = "4711 (a ) b) S 1 2 3 4 5 6 7 8 9 10 1234 66 500 200 20 0 30 0 99999 1 2";

        assertThat(CpuTime.ofStat(stat)).isEqualTo(20.0);
    }

    @Test
    void countsNothingForAProcessThatIsGone() {
        assertThat(CpuTime.ofStat("")).isZero();
    }

    @Test
    void leavesIdleAndWaitingOutOfTheMachinesWork() {
        // user nice system idle iowait irq softirq steal guest guest_nice
        assertThat(CpuTime.busy("cpu  100 20 30 4000 500 6 7 37 50 0")).isEqualTo(2.0);
    }
}
