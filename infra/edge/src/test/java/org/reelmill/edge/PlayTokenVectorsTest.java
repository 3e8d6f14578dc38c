package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reelmill.edge.Vectors.Row;
import org.reelmill.signing.Denials;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayToken;
import org.reelmill.signing.PlayTokenSigner;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlayTokenVectorsTest {

    private static final Pattern SINGLE_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final EdgeFixture fixture;
    private final EdgeServer edge;
    private final Path directory;

    PlayTokenVectorsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        fixture = new EdgeFixture(directory);
        edge = fixture.start();
    }

    @BeforeAll
    void listenToTheLog() {
        logged.start();
        ((Logger) LoggerFactory.getLogger("org.reelmill.edge")).setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(logged);
        // A date is a strong validator only a second after the change (RFC 9110 §8.8.2.2).
        var lastPut = Instant.now();
        await().until(() -> Instant.now().isAfter(lastPut.plusSeconds(3)));
    }

    @AfterAll
    void noLineOfTheLogHasAToken() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(logged);
        ((Logger) LoggerFactory.getLogger("org.reelmill.edge")).setLevel(Level.INFO);
        edge.close();
        fixture.close();
        assertThat(logged.list).noneMatch(PlayTokenVectorsTest::hasAToken);
    }

    private static boolean hasAToken(ILoggingEvent event) {
        var line = event.getFormattedMessage();
        return line.contains(VectorTokens.part(VectorTokens.good(), 2))
                || line.contains(VectorTokens.part(VectorTokens.good(), 3));
    }

    @Test
    void theAccessLogNamesTheBarePathAndTheSessionOnly() throws IOException {
        fixture.now.set(VectorTokens.NOW);
        fixture.denials.set(Denials.NONE);
        RawHttp.get(edge.port(), "/" + VectorTokens.good() + "/titles/t1/p1/v/init.mp4");
        await().until(() -> List.copyOf(logged.list).stream()
                .anyMatch(event ->
                        event.getFormattedMessage().equals("GET titles/t1/p1/v/init.mp4 200 for session session-1")));
    }

    static Stream<Row> rows() throws IOException {
        return VectorFile.read().rows().stream();
    }

    @Test
    void theFileIsAsItsGeneratorMakesIt() throws IOException {
        VectorFile.writeIfTold();
        assertThat(Files.readString(VectorFile.path()))
                .as("To write it anew, run this test with -Dreelmill.write=true")
                .isEqualTo(VectorFile.json());
    }

    @Test
    void theSignerWritesWhatTheVectorsSay() {
        var token = new PlayToken("session-1", "titles/t1/p1/", VectorTokens.FROM, VectorTokens.TO);
        var signer = new PlayTokenSigner(PlayKeys.inDirectory(directory.resolve("keys")));
        assertThat(signer.sign(token)).isEqualTo(VectorTokens.good());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theEdgeAnswersAsTheVectorSays(Row row) throws IOException {
        fixture.now.set(row.now());
        fixture.denials.set(Denials.of(Optional.ofNullable(row.denials()).orElse(List.of())));
        var answer = RawHttp.ask(edge.port(), row.method(), row.path(), headers(row));
        assertThat(answer.status()).as(row.name()).isEqualTo(row.verdict());
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Content-Range")).isEqualTo(row.contentRange());
        if (row.verdict() >= 400) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("1.k2.");
            return;
        }
        if (row.method().equals("GET") && row.verdict() != 304) {
            checkBytes(row, answer);
        }
    }

    private static void checkBytes(Row row, RawHttp.Answer answer) {
        var content = object(row).content();
        var part = SINGLE_RANGE.matcher(Optional.ofNullable(row.contentRange()).orElse(""));
        if (part.matches()) {
            assertThat(answer.body())
                    .isEqualTo(Arrays.copyOfRange(
                            content, Integer.parseInt(part.group(1)), Integer.parseInt(part.group(2)) + 1));
        } else if (row.verdict() == 200) {
            assertThat(answer.body()).isEqualTo(content);
            assertThat(answer.header("Content-Type")).isEqualTo(object(row).contentType());
        } else {
            assertThat(answer.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
        }
    }

    private Map<String, String> headers(Row row) {
        var headers = new HashMap<String, String>();
        add(headers, "Range", row.range());
        add(headers, "If-Range", filledIn(row, row.ifRange()));
        add(headers, "If-None-Match", filledIn(row, row.ifNoneMatch()));
        return headers;
    }

    private static void add(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private @Nullable String filledIn(Row row, @Nullable String value) {
        if (value == null || !value.contains("{")) {
            return value;
        }
        var stored = fixture.store.head(object(row).key()).orElseThrow();
        return value.replace("{etag}", stored.etag())
                .replace("{lastModified}", Conditions.httpDate(stored.lastModified()));
    }

    private static Vectors.StoredFile object(Row row) {
        var path = row.path().replaceFirst("\\?.*", "");
        return AllowedRows.OBJECTS.stream()
                .filter(object -> path.endsWith("/" + object.key()))
                .findFirst()
                .orElseThrow();
    }
}
