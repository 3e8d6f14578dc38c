package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Target AT_MOST_AS_LONG = new Target(Target.Of.RATIO, 1.0);

    @Test
    void takesTheMiddleOfTheRounds() {
        assertThat(Figures.of(9, 1, 2).median()).isEqualTo(2);
        assertThat(Figures.of(9, 1, 2, 4).median()).isEqualTo(3);
        assertThat(Figures.of(9, 1, 2).words()).isEqualTo("2.00 (1.00 … 9.00)");
        assertThat(Figures.of(52.71).words()).isEqualTo("52.7");
    }

    @Test
    void refusesToReportWhatWasNotMeasured() {
        assertThatThrownBy(Figures::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesMediansWithTheTarget() {
        assertThat(Row.against("wall", Figures.of(90), Figures.of(100), AT_MOST_AS_LONG)
                        .verdict())
                .isEqualTo("reached");
        assertThat(Row.against("wall", Figures.of(110), Figures.of(100), AT_MOST_AS_LONG)
                        .verdict())
                .isEqualTo("NOT REACHED");
        assertThat(Row.alone("start", Figures.of(9.9), new Target(Target.Of.FIGURE, 10))
                        .verdict())
                .isEqualTo("reached");
        assertThat(Row.alone("stalled", Figures.of(0.1), new Target(Target.Of.FIGURE, 0))
                        .verdict())
                .isEqualTo("NOT REACHED");
        assertThat(Row.against("VMAF", Figures.of(92.8), Figures.of(93), new Target(Target.Of.GAIN, -0.5))
                        .verdict())
                .isEqualTo("reached");
    }

    @Test
    void comparesSpeedsByTheTimesThatBothTake() {
        var target = new Target(Target.Of.SPEED, 1.85);

        assertThat(Row.against("wall", Figures.of(54), Figures.of(100), target).verdict())
                .isEqualTo("reached");
        assertThat(Row.against("wall", Figures.of(55), Figures.of(100), target).verdict())
                .isEqualTo("NOT REACHED");
        assertThat(target.words()).isEqualTo("≥ 1.85 times as fast");
    }

    @Test
    void saysPlainlyWhatIsNotReached() {
        var report = new Report(
                "P1: a film",
                List.of(
                        Row.against("wall, s", Figures.of(110), Figures.of(100), AT_MOST_AS_LONG),
                        Row.alone("CPU, s", Figures.of(7), null)),
                List.of("Machine: 2 cores"));

        assertThat(report.text()).isEqualTo("""
                        P1: a film

                        | median (least … most) | Reelmill | baseline | ratio | target       |             |
                        |-----------------------|----------|----------|-------|--------------|-------------|
                        | wall, s               | 110.0    | 100.0    | 1.10  | ratio ≤ 1.00 | NOT REACHED |
                        | CPU, s                | 7.00     | –        | –     | –            | –           |

                        Machine: 2 cores
                        """);
    }
}
