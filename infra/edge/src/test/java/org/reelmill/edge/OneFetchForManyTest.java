package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A hundred sessions that watch one film, and what the store is asked meanwhile.
@Timeout(120)
class OneFetchForManyTest {

    private static final int SESSIONS = 100;
    private static final String PREFIX = "titles/t1/p1/";

    /// What each session asks for: a playlist, a playlist of a rendition, eight segments.
    private static final List<String> FILM = List.of(
            "main.m3u8",
            "v.m3u8",
            "v-1.m4s",
            "v-2.m4s",
            "v-3.m4s",
            "v-4.m4s",
            "v-5.m4s",
            "v-6.m4s",
            "v-7.m4s",
            "v-8.m4s");

    private static final byte[] CONTENT = content();

    @TempDir
    private Path directory;

    private EdgeFixture fixture;
    private StubOrigin origin;

    @BeforeEach
    void startTheStore() throws IOException {
        fixture = new EdgeFixture(directory);
        origin = new StubOrigin(CONTENT);
    }

    @AfterEach
    void stopTheStore() {
        origin.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(RunningEdge.Kind.class)
    void aThousandRequestsByAHundredSessionsFetchEachObjectOnce(RunningEdge.Kind kind) throws Exception {
        try (var edge = kind.start(fixture, EdgeFixture.origin(origin.endpoint()))) {
            watch(edge, (session, object) -> session % 3 == 0 ? Map.of("Range", "bytes=100000-") : Map.of());
        }
        System.out.println(kind + ": " + SESSIONS * FILM.size() + " requests, fetched " + origin.getsOf);
        assertThat(origin.getsOf)
                .hasSize(FILM.size())
                .allSatisfy((key, gets) -> assertThat(gets).as(key).isOne());
    }

    @ParameterizedTest
    @EnumSource(RunningEdge.Kind.class)
    void whenAllArriveAtOnceOnAColdCacheEachObjectIsStillFetchedOnce(RunningEdge.Kind kind) throws Exception {
        origin.takeItsTime(Duration.ofMillis(700));
        try (var edge = kind.start(fixture, EdgeFixture.origin(origin.endpoint()))) {
            atOnce(edge);
        }
        System.out.println(kind + ", all at once: fetched " + origin.getsOf);
        assertThat(origin.getsOf)
                .hasSize(FILM.size())
                .allSatisfy((key, gets) -> assertThat(gets).as(key).isOne());
    }

    @ParameterizedTest
    @EnumSource(RunningEdge.Kind.class)
    void aRangeOfAColdObjectFetchesTheWholeOnce(RunningEdge.Kind kind) throws Exception {
        try (var edge = kind.start(fixture, EdgeFixture.origin(origin.endpoint()))) {
            var first = get(edge, 1, "v-1.m4s", Map.of("Range", "bytes=7-11"));
            assertThat(first.body()).isEqualTo(Arrays.copyOfRange(CONTENT, 7, 12));
            assertThat(get(edge, 2, "v-1.m4s", Map.of()).body()).isEqualTo(CONTENT);
        }
        assertThat(origin.gets).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(RunningEdge.Kind.class)
    void aGrowingPlaylistIsFetchedOnceASecondForAll(RunningEdge.Kind kind) throws Exception {
        try (var edge = kind.start(fixture, EdgeFixture.origin(origin.endpoint()));
                var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            var began = System.nanoTime();
            var asking = IntStream.range(0, SESSIONS)
                    .mapToObj(session -> viewers.submit(() -> {
                        for (var i = 0; i < 20; i++) {
                            assertThat(get(edge, session, "now/v.m3u8", Map.of())
                                            .status())
                                    .isEqualTo(200);
                        }
                        return true;
                    }))
                    .toList();
            for (var done : asking) {
                assertThat(done.get()).isTrue();
            }
            var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            assertThat(origin.gets.get()).isLessThanOrEqualTo((int) seconds + 2);
        }
    }

    private static void watch(RunningEdge edge, Asking asking) throws Exception {
        try (var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            var watching = IntStream.range(0, SESSIONS)
                    .mapToObj(session -> viewers.submit((Callable<Boolean>) () -> {
                        for (var object : FILM) {
                            check(edge, session, object, asking.headers(session, object));
                        }
                        return true;
                    }))
                    .toList();
            for (var done : watching) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private static void atOnce(RunningEdge edge) throws Exception {
        var start = new CyclicBarrier(SESSIONS * FILM.size());
        try (var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            var watching = IntStream.range(0, SESSIONS)
                    .boxed()
                    .flatMap(session -> FILM.stream()
                            .map(object -> viewers.submit((Callable<Boolean>) () -> {
                                start.await();
                                check(edge, session, object, Map.of());
                                return true;
                            })))
                    .toList();
            for (var done : watching) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private static void check(RunningEdge edge, int session, String object, Map<String, String> asked)
            throws IOException {
        var answer = get(edge, session, object, asked);
        var from = asked.isEmpty() ? 0 : 100_000;
        assertThat(answer.status()).isEqualTo(asked.isEmpty() ? 200 : 206);
        assertThat(Arrays.equals(answer.body(), 0, answer.body().length, CONTENT, from, CONTENT.length))
                .isTrue();
    }

    private static RawHttp.Answer get(RunningEdge edge, int session, String object, Map<String, String> asked)
            throws IOException {
        var token = VectorTokens.signed(VectorTokens.SIGNING, VectorTokens.payload("viewer-" + session, PREFIX));
        var headers = new HashMap<>(asked);
        headers.putAll(edge.at(VectorTokens.NOW, List.of()));
        return RawHttp.ask(edge.port(), "GET", "/" + token + "/" + PREFIX + object, headers);
    }

    private static byte[] content() {
        var content = new byte[300_000];
        for (var i = 0; i < content.length; i++) {
            content[i] = (byte) (i % 251);
        }
        return content;
    }

    private interface Asking {
        Map<String, String> headers(int session, String object);
    }
}
