package org.reelmill.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.yaml.YamlFault;

class LadderReaderTest {

    private static final String GOOD = """
            preset: fast
            rungs:
              - height: 720
                crf: 21
                maxKbps: 2800
              - height: 360
                crf: 23
                maxKbps: 800
                frames: half
            """;

    @TempDir
    Path directory;

    @Test
    void readsALadder() {
        assertThat(LadderReader.parse("own", "own.yml", GOOD))
                .isEqualTo(new Ladder(
                        "own", "fast", List.of(new Rung(720, 21, 2800), new Rung(360, 23, 800, Frames.HALF))));
    }

    @Test
    void theUsualLadderIsWhatItWas() {
        var usual = Ladder.usual();
        assertThat(usual.preset()).isEqualTo("veryfast");
        assertThat(usual.rungs())
                .containsExactly(
                        new Rung(1080, 21, 5000),
                        new Rung(720, 21, 2800),
                        new Rung(480, 21, 1400),
                        new Rung(360, 21, 800));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usual", "mobile", "smooth", "large"})
    void everyLadderThatComesAlongIsGood(String name) {
        var ladder = LadderReader.read(new LadderProperties(name, directory));
        assertThat(ladder.name()).isEqualTo(name);
        assertThat(ladder.rungs()).hasSizeGreaterThan(3);
    }

    @Test
    void aFileInTheDirectoryGoesBeforeALadderThatComesAlong() throws IOException {
        Files.writeString(directory.resolve("usual.yml"), GOOD);
        assertThat(LadderReader.read(new LadderProperties("usual", directory)).preset())
                .isEqualTo("fast");
    }

    @Test
    void aLadderThatIsNowhereIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> LadderReader.read(new LadderProperties("tall", directory)))
                .hasMessageContaining("\"tall\"")
                .hasMessageContaining("usual, mobile, smooth, large");
        assertThatThrownBy(() -> LadderReader.read(new LadderProperties("../usual", directory)))
                .hasMessageContaining("letters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            preset: fast         | preset: hasty        | own.yml, line 1, field preset: "hasty" is no preset of x264
            crf: 21              | crf: 99              | own.yml, line 4, field rungs[0].crf: must be from 0 to 51, not 99
            crf: 23              | crf: good            | own.yml, line 7, field rungs[1].crf: must be a whole number, not "good"
            height: 360          | height: 361          | own.yml, line 6, field rungs[1].height: must be even
            height: 360          | height: 720          | own.yml, line 6, field rungs[1].height: another rung has 720 lines too
            height: 360          | height: 1080         | own.yml, line 6, field rungs[1].height: the tallest rung stands first
            maxKbps: 800         | maxKbps: 2800        | own.yml, line 8, field rungs[1].maxKbps: must be less than the 2800
            maxKbps: 800         | maxRate: 800         | own.yml, line 8, field rungs[1].maxRate: is not known here; known are crf
            frames: half         | frames: third        | own.yml, line 9, field rungs[1].frames: must be all or half, not "third"
            maxKbps: 2800        | {maxKbps             | own.yml, line
            rungs:               | rung:                | own.yml, line 3, field rung: is not known here
            """)
    void saysWhatIsWrongWithLineAndField(String right, String wrong, String said) {
        assertThatThrownBy(() -> LadderReader.parse("own", "own.yml", GOOD.replace(right, wrong)))
                .isInstanceOf(YamlFault.class)
                .hasMessageStartingWith(said);
    }

    @Test
    void copiesWhatFitsUnlessItSaysOtherwise() {
        assertThat(LadderReader.parse("own", "own.yml", GOOD).copying()).isEqualTo(Ladder.Copying.NEVER);
        assertThat(LadderReader.parse("own", "own.yml", "copy: fitting\n" + GOOD)
                        .copying())
                .isEqualTo(Ladder.Copying.FITTING);
    }

    @Test
    void refusesAllFramesBelowHalf() {
        String turned = """
                preset: fast
                rungs:
                  - { height: 720, crf: 21, maxKbps: 2800, frames: half }
                  - { height: 360, crf: 21, maxKbps: 800 }
                """;
        assertThatThrownBy(() -> LadderReader.parse("own", "own.yml", turned))
                .hasMessage("own.yml, line 4, field rungs[1].frames: must be half below a rung of half the frames");
    }

    @Test
    void theVersionTellsLaddersApart() {
        var one = LadderReader.parse("own", "own.yml", GOOD);
        assertThat(one.version())
                .matches("own-[0-9a-f]{8}")
                .isEqualTo(LadderReader.parse("own", "other.yml", GOOD).version())
                .isNotEqualTo(LadderReader.parse("own", "own.yml", GOOD.replace("crf: 23", "crf: 24"))
                        .version());
    }
}
