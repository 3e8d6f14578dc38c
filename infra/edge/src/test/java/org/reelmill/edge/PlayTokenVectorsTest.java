package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reelmill.edge.Vectors.Row;

/// The same questions to every edge, byte for byte as the vectors have them.
@ParameterizedClass
@EnumSource(RunningEdge.Kind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlayTokenVectorsTest {

    private static final Pattern SINGLE_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    @Parameter
    private RunningEdge.Kind kind = RunningEdge.Kind.JAVA;

    private EdgeFixture fixture;
    private RunningEdge edge;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        fixture = new EdgeFixture(directory);
        edge = kind.start(fixture);
        // A date is a strong validator only a second after the change (RFC 9110 §8.8.2.2).
        var lastPut = Instant.now();
        await().until(() -> Instant.now().isAfter(lastPut.plusSeconds(3)));
    }

    @AfterAll
    void noLineOfTheLogHasAToken() {
        edge.close();
        fixture.close();
        assertThat(edge.logged())
                .doesNotContain(VectorTokens.part(VectorTokens.good(), 2))
                .doesNotContain(VectorTokens.part(VectorTokens.good(), 3));
    }

    @Test
    void theAccessLogNamesTheBarePathAndTheSessionOnly() throws IOException {
        var headers = edge.at(VectorTokens.NOW, List.of());
        RawHttp.ask(edge.port(), "GET", "/" + VectorTokens.good() + "/titles/t1/p1/v/init.mp4", headers);
        await().untilAsserted(
                        () -> assertThat(edge.logged()).containsPattern("GET titles/t1/p1/v/init.mp4 200.*session-1"));
    }

    static Stream<Row> rows() throws IOException {
        return VectorFile.read().rows().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theEdgeAnswersAsTheVectorSays(Row row) throws IOException {
        var headers = new HashMap<>(
                edge.at(row.now(), Optional.ofNullable(row.denials()).orElse(List.of())));
        add(headers, "Range", row.range());
        add(headers, "If-Range", filledIn(row, row.ifRange()));
        add(headers, "If-None-Match", filledIn(row, row.ifNoneMatch()));
        var answer = RawHttp.ask(edge.port(), row.method(), row.path(), headers);
        if (edge instanceof RunningEdge.OfJava) {
            assertThat(answer.status()).as(row.name()).isEqualTo(row.verdict());
        } else {
            assertThat(row.statuses()).as(row.name()).contains(answer.status());
        }
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        if (answer.status() == row.verdict()) {
            assertThat(answer.header("Content-Range")).isEqualTo(row.contentRange());
        }
        if (answer.status() >= 400) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("1.k2.");
        } else if (row.method().equals("GET") && answer.status() != 304) {
            checkBytes(row, answer);
        }
    }

    private static void checkBytes(Row row, RawHttp.Answer answer) {
        var content = object(row).content();
        var part = SINGLE_RANGE.matcher(Optional.ofNullable(row.contentRange()).orElse(""));
        if (answer.status() == 200) {
            assertThat(answer.body()).isEqualTo(content);
            assertThat(answer.header("Content-Type")).isEqualTo(object(row).contentType());
        } else if (part.matches()) {
            assertThat(answer.body())
                    .isEqualTo(Arrays.copyOfRange(
                            content, Integer.parseInt(part.group(1)), Integer.parseInt(part.group(2)) + 1));
        } else {
            assertThat(answer.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
        }
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
