package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayToken;
import org.reelmill.signing.PlayTokenSigner;

class VectorFileTest {

    @Test
    void theFileIsAsItsGeneratorMakesIt() throws IOException {
        VectorFile.writeIfTold();
        assertThat(Files.readString(VectorFile.path()))
                .as("To write it anew, run this test with -Dreelmill.write=true")
                .isEqualTo(VectorFile.json());
    }

    @Test
    void theSignerWritesWhatTheVectorsSay(@TempDir Path directory) throws IOException {
        try (var fixture = new EdgeFixture(directory)) {
            var token = new PlayToken("session-1", "titles/t1/p1/", VectorTokens.FROM, VectorTokens.TO);
            var keys = PlayKeys.inDirectory(fixture.directory().resolve("keys"));
            assertThat(new PlayTokenSigner(keys::signing).sign(token)).isEqualTo(VectorTokens.good());
        }
    }
}
