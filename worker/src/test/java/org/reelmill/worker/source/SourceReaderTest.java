package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reelmill.storage.SourceParts;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.title.Ids;
import org.reelmill.title.Source;
import org.reelmill.worker.RejectedSource;
import org.springframework.data.mongodb.core.MongoTemplate;

class SourceReaderTest extends SourceFixture {

    @Test
    void readsEveryByteOnceFromTheOrigin() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var one = readers("one", "one/1").open(source);
                var two = readers("two", "two/1").open(source)) {
            try (var executor = Executors.newFixedThreadPool(4)) {
                var reads = IntStream.range(0, 4)
                        .mapToObj(i -> executor.submit(() -> all(i % 2 == 0 ? one : two)))
                        .toList();
                for (var read : reads) {
                    assertThat(Arrays.equals(read.get(), film)).isTrue();
                }
            }
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void readsTheEndWithoutTheMiddle() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            byte[] last = new byte[100];
            assertThat(reader.size()).isEqualTo(film.length);
            int read = reader.read(film.length - 100L, last, 100);

            assertThat(read).isEqualTo(100);
            assertThat(last).isEqualTo(Arrays.copyOfRange(film, film.length - 100, film.length));
        }
        assertThat(server.bytes("/film")).isLessThan(film.length - PART + 1L);
    }

    @Test
    void fetchesNothingAgainAfterARestart() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var reader = readers("one", "one/1").open(source)) {
            all(reader);
            for (int part = 0; part < 3; part++) {
                reader.awaitStored(part, () -> {});
            }
        }
        try (var sameDirectory = readers("one", "one/2").open(source);
                var newDirectory = readers("three", "three/1").open(source)) {
            assertThat(Arrays.equals(all(sameDirectory), film)).isTrue();
            assertThat(Arrays.equals(all(newDirectory), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void fetchesAgainWhatWasKeptWhileTheSourceWasDropped() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var reader = readers("one", "one/1").open(source)) {
            all(reader);
            for (int part = 0; part < 3; part++) {
                reader.awaitStored(part, () -> {});
            }
        }
        new MongoTemplate(client, "reelmill").remove(query(where("_id").is(source.id())), SourceFile.class);
        try (var reader = readers("one", "one/2").open(source)) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> assertThat(Arrays.equals(all(reader), film)).isTrue());
        }
    }

    @Test
    void fetchesNothingTwiceWhereATaskEndsBeforeAPartHasCome() throws Exception {
        server.on("/film", Behaviour.limited(TYPE, Body.of(film), film.length / 4));
        Source source = source("/film");
        var readers = readers("one", "one/1");
        try (var task = readers.open(source)) {
            assertThat(task.bytes(PART, 10)).hasSize(10);
        }
        try (var next = readers.open(source)) {
            assertThat(Arrays.equals(all(next), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void takesOverWhatAKilledProcessOfItsOwnClaimed() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        ledger.claim(source.id(), 0, "one/killed");
        ledger.claim(source.id(), 1, "other/killed");
        long began = System.nanoTime();
        try (var reader = readers("one", "one/2").open(source)) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
        // The other worker's claim only after it stood still for the patience of one second.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void goesOnBehindABrokenConnection() throws Exception {
        server.on(
                "/film",
                Behaviour.first(
                        1, Behaviour.closeEarly(TYPE, Body.of(film), 1_000_000), Behaviour.good(TYPE, Body.of(film))));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isLessThanOrEqualTo(film.length + 1_000_000L);
    }

    @Test
    void fallsBackToOneFetchWithoutRanges() throws Exception {
        server.on("/film", Behaviour.withoutRanges(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var one = readers("one", "one/1").open(source);
                var two = readers("two", "two/1").open(source)) {
            assertThat(one.size()).isEqualTo(film.length);
            assertThat(Arrays.equals(all(one), film)).isTrue();
            assertThat(Arrays.equals(all(two), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void waitsWhileTheServerIsBusy() throws Exception {
        server.on("/film", Behaviour.first(2, Behaviour.busy(Duration.ZERO), Behaviour.good(TYPE, Body.of(film))));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
    }

    @Test
    void keepsTheCacheWithinItsLimit() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        var cache = new PartCache(directory.resolve("small"), PART + 1);
        var readers = readers(cache, "small/1");
        try (var reader = readers.open(source("/film"))) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void rejectsWhatIsGone() {
        server.on("/film", Behaviour.status(404));
        assertRejected("source-gone");
    }

    @Test
    void rejectsAnEmptyFilm() {
        server.on("/film", Behaviour.good(TYPE, Body.of(new byte[0])));
        assertRejected("source-empty");
        server.on("/film", Behaviour.withoutRanges(TYPE, Body.of(new byte[0])));
        assertRejected("source-empty");
    }

    @Test
    void rejectsAFilmThatChangesHalfWay() {
        server.on("/film", Behaviour.changing(TYPE, Body.of(film), Body.of(random(film.length)), 2));
        assertRejected("source-changed");
    }

    @Test
    void rejectsAFilmThatIsShorterThanItsServerSays() {
        server.on("/film", Behaviour.closeEarly(TYPE, Body.of(film), 0));
        assertRejected("source-truncated");
    }

    @Test
    void rejectsALengthThatPromisesTooMuch() {
        server.on("/film", Behaviour.wrongLength(TYPE, Body.of(film), film.length + 5_000));
        assertRejected("source-truncated");
    }

    @Test
    void takesNoMoreThanTheLengthThatIsSaid() throws Exception {
        server.on("/film", Behaviour.wrongLength(TYPE, Body.of(film), film.length - 5_000));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            assertThat(all(reader)).hasSize(film.length - 5_000);
        }
    }

    @Test
    void rejectsAPrivateAddress() {
        server.on("/film", Behaviour.redirect("http://10.0.0.1/film"));
        assertRejected("source-address");
    }

    @Test
    void isUnavailableWhereTheServerHangs() {
        server.on("/film", Behaviour.hang());
        assertUnavailable();
        server.on("/film", Behaviour.hangAfter(TYPE, Body.of(film), 1000));
        assertUnavailable();
    }

    @Test
    void waitsForAStoreThatIsStartedAgain() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            all(reader);
            for (long part = 0; part < SourceParts.count(film.length); part++) {
                reader.awaitStored(part, () -> {});
            }
        }
        var back = takeStoreAway(Duration.ofSeconds(8));
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThat(all(reader)).isEqualTo(film);
        } finally {
            back.join();
        }
    }

    @Test
    void tellsWhoWaitsForBytesThatItIsStillAtIt() throws Exception {
        server.on("/film", Behaviour.limited(TYPE, Body.of(film), 50_000));
        var told = new AtomicInteger();
        try (var reader = readers(Ids.next(), "one/1").open(source("/film"))) {
            reader.awaitBytes(150_000, told::incrementAndGet);
            assertThat(told).hasValueGreaterThan(0);
            assertThat(reader.bytes(150_000, 10)).isEqualTo(Arrays.copyOfRange(film, 150_000, 150_010));
        }
    }

    @Test
    void isUnavailableWhereTheServerStaysBusy() {
        server.on("/film", Behaviour.busy(Duration.ZERO));
        assertUnavailable();
    }

    @Test
    void leavesNothingAfterItIsDropped() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var reader = readers("one", "one/1").open(source)) {
            all(reader);
            reader.awaitStored(2, () -> {});
        }
        assertThat(store.list(SourceParts.prefix(source.id()))).hasSize(3);

        ledger.drop(source.id());

        assertThat(store.list(SourceParts.prefix(source.id()))).isEmpty();
        assertThat(ledger.file(source.id())).isEmpty();
        assertThat(ledger.find(source.id(), 0)).isEmpty();
    }

    @Test
    void readsAnUploadFromObjectStorage() throws Exception {
        String id = Ids.next();
        for (int part = 0; part < 3; part++) {
            byte[] bytes = Arrays.copyOfRange(film, part * PART, Math.min(film.length, (part + 1) * PART));
            store.put(SourceParts.key(id, part), bytes, org.reelmill.storage.ContentType.BYTES);
        }
        var upload = new Source(id, "t", null, "mp4", null, (long) film.length, null, null, null);
        try (var reader = readers("one", "one/1").open(upload)) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
    }

    @Test
    void servesRangesOnTheLoopbackUnderASecretPath() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        try (var loopback = new LoopbackSource();
                var reader = readers("one", "one/1").open(source("/film"));
                var opened = loopback.open(reader);
                var browser = HttpClient.newHttpClient()) {
            assertThat(opened.uri().getHost()).isEqualTo("127.0.0.1");
            var range = get(browser, opened.uri(), "bytes=4194300-4194310");
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.headers().firstValue("Content-Range")).contains("bytes 4194300-4194310/" + film.length);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(film, 4194300, 4194311));
            assertThat(Arrays.equals(get(browser, opened.uri(), "bytes=0-").body(), film))
                    .isTrue();
            assertThat(get(browser, opened.uri(), "bytes=" + film.length + "-").statusCode())
                    .isEqualTo(416);
            assertThat(get(browser, opened.uri().resolve("/film"), "bytes=0-").statusCode())
                    .isEqualTo(404);
            opened.close();
            assertThat(get(browser, opened.uri(), "bytes=0-").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void servesAnExcerptAsIfItWereAFile() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        // The second range crosses from one part to the next.
        var excerpt = new Excerpt(List.of(new ByteRange(0, 300), new ByteRange(PART - 500, PART + 700)));
        byte[] expected = new byte[1500];
        System.arraycopy(film, 0, expected, 0, 300);
        System.arraycopy(film, PART - 500, expected, 300, 1200);
        try (var loopback = new LoopbackSource();
                var reader = readers("one", "one/1").open(source("/film"));
                var opened = loopback.open(reader);
                var browser = HttpClient.newHttpClient()) {
            URI uri = opened.uri(excerpt);
            assertThat(get(browser, uri, "bytes=0-").body()).isEqualTo(expected);
            var middle = get(browser, uri, "bytes=290-1000");
            assertThat(middle.headers().firstValue("Content-Range")).contains("bytes 290-1000/1500");
            assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(expected, 290, 1001));
            assertThat(get(browser, uri, "bytes=1500-").statusCode()).isEqualTo(416);
        }
    }

    @Test
    void tellsWhyTheLoopbackBrokeOff() throws Exception {
        server.on("/film", Behaviour.status(404));
        try (var loopback = new LoopbackSource();
                var reader = readers("one", "one/1").open(source("/film"));
                var opened = loopback.open(reader);
                var browser = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> get(browser, opened.uri(), "bytes=0-")).isInstanceOf(IOException.class);
            assertThatThrownBy(opened::check).isInstanceOf(RejectedSource.class);
        }
    }
}
