package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reelmill.title.TaskKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ForecastsTest {

    private static final Instant OPENED = Instant.parse("2026-11-22T02:00:00Z");

    private final Forecasts forecasts = new Forecasts();

    @Test
    void countsErrorsInPercentOfWhatWasLeft() {
        say(50, "55", 0.5);
        say(75, "20", 0.7);
        ready(100);

        assertThat(forecasts.seconds()).isEqualTo(100);
        assertThat(forecasts.median()).isCloseTo(15, within(0.01)); // 10 % and 20 %
        assertThat(forecasts.worst()).isCloseTo(20, within(0.01));
    }

    @Test
    void forgivesSecondsNearTheEnd() {
        say(97, "6", 0.9);
        ready(100);

        assertThat(forecasts.worst()).isCloseTo(20, within(0.01));
    }

    @Test
    void leavesOutTheFirstFifth() {
        say(19, "1000", 0.1);
        say(60, "40", 0.6);
        ready(100);

        assertThat(forecasts.worst()).isZero();
    }

    @Test
    void countsSilenceAsWrong() {
        say(60, "null", 0.6);
        ready(100);

        assertThat(forecasts.worst()).isEqualTo(100);
        assertThat(forecasts.story()).singleElement().asString().contains("nothing", "40 s were left");
    }

    @Test
    void judgesAStageByItsOwnEnd() {
        say(40, "60", 0.5);
        say(80, "20", 1);
        ready(100);

        assertThat(forecasts.stages()).containsExactly(TaskKind.FILL);
        assertThat(forecasts.worst(TaskKind.FILL)).as("30 s instead of 40").isCloseTo(25, within(0.01));
    }

    @Test
    void saysWhyAnIngestFailed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> forecasts.add(OPENED, json("""
                        {"ingest": {"state": "REJECTED", "openedAt": "%s", "endedAt": "%s"},
                         "failure": {"text": "no video"}}
                        """.formatted(OPENED, OPENED))))
                .withMessageContainingAll("REJECTED", "no video");
    }

    private void say(long second, String left, double fetched) {
        forecasts.add(OPENED.plusSeconds(second), json("""
                {"ingest": {"state": "ENCODING", "openedAt": "%s", "endedAt": null},
                 "progress": {"stages": {"FILL": %s}},
                 "left": {"seconds": %s, "stages": {"FILL": 30}}}
                """.formatted(OPENED, fetched, left)));
    }

    private void ready(long second) {
        forecasts.add(
                OPENED.plusSeconds(second),
                JsonMapper.shared()
                        .valueToTree(Map.of(
                                "ingest",
                                Map.of(
                                        "state", "READY",
                                        "openedAt", OPENED.toString(),
                                        "endedAt", OPENED.plusSeconds(second).toString()))));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
