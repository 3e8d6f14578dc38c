package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reelmill.worker.plan.Ladder;

class LadderCommandTest {

    @Test
    void encodesTheProductsOwnLadderFromOneDecode() {
        var command = new LadderCommand(Ladder.usual(), Path.of("film.mp4"), 30, Path.of("out")).arguments();

        assertThat(String.join(" ", command))
                .contains("[0:v:0]split=4[v0][s1][s2][s3];[s1]scale=1280:720:flags=bicubic[v1];"
                        + "[s2]scale=854:480:flags=bicubic[v2];[s3]scale=640:360:flags=bicubic[v3]")
                .contains("-crf:v:0 21 -maxrate:v:0 5000k -bufsize:v:0 10000k")
                .contains("-crf:v:3 21 -maxrate:v:3 800k -bufsize:v:3 1600k")
                .contains("-preset veryfast")
                .contains("-g 60 -keyint_min 60 -sc_threshold 0 -flags +cgop")
                .contains("v:0,agroup:sound v:1,agroup:sound v:2,agroup:sound v:3,agroup:sound a:0,agroup:sound");
    }
}
