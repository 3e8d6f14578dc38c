package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ids;
import org.reelmill.title.Source;
import org.reelmill.worker.RejectedSource;
import org.springframework.util.unit.DataSize;

/// What holds wherever a film lies: on a server, in a bucket, in a folder.
abstract class OriginContract extends SourceFixture {

    static final String NAME = "secret-way/a film.mp4";

    /// Puts a film there, over what was there before.
    ///
    /// @return its address
    abstract URI put(byte[] bytes) throws IOException;

    /// Takes the film away.
    abstract void remove() throws IOException;

    @Test
    void readsEveryByteAndFetchesEachPartOnce() throws Exception {
        Source source = source(put(film));
        try (var one = readers(Ids.next(), "one/1").open(source);
                var two = readers(Ids.next(), "two/1").open(source);
                var executor = Executors.newFixedThreadPool(4)) {
            var reads = IntStream.range(0, 4)
                    .mapToObj(i -> executor.submit(() -> all(i % 2 == 0 ? one : two)))
                    .toList();
            for (var read : reads) {
                assertThat(Arrays.equals(read.get(), film)).isTrue();
            }
            awaitStored(one);
        }
        remove();
        try (var three = readers(Ids.next(), "three/1").open(source)) {
            assertThat(Arrays.equals(all(three), film))
                    .as("All is there without the origin")
                    .isTrue();
        }
    }

    @Test
    void readsTheEndWithoutTheMiddle() throws Exception {
        Source source = source(put(film));
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            assertThat(reader.size()).isEqualTo(film.length);
            assertThat(reader.bytes(film.length - 100L, 100))
                    .isEqualTo(Arrays.copyOfRange(film, film.length - 100, film.length));
        }
        assertThat(ledger.find(source.id(), 1)).isEmpty();
    }

    @Test
    void goesOnOnAnotherWorkerWhereTheFirstOneEnded() throws Exception {
        Source source = source(put(film));
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            reader.bytes(0, 10);
            reader.awaitStored(0, () -> {});
        }
        ledger.claim(source.id(), 1, "killed/1"); // It died at this part.
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
            awaitStored(reader);
        }
        assertThat(IntStream.range(0, 3).mapToObj(part -> owner(source, part)))
                .containsExactly("one/1", "two/1", "two/1");
    }

    @Test
    void rejectsAFilmThatIsReplacedHalfWay() throws Exception {
        Source source = source(put(film));
        readFirstPart(source);
        put(random(film.length + 1));
        assertRejected(source, "source-changed");
    }

    @Test
    void rejectsAFilmThatBecomesShorterHalfWay() throws Exception {
        Source source = source(put(film));
        readFirstPart(source);
        put(Arrays.copyOf(film, PART + 7));
        assertRejected(source, "source-changed");
    }

    @Test
    void rejectsAFilmThatIsGone() throws Exception {
        Source source = source(put(film));
        remove();
        assertRejected(source, "source-gone");
    }

    @Test
    void rejectsAFilmThatGoesHalfWay() throws Exception {
        Source source = source(put(film));
        readFirstPart(source);
        remove();
        assertRejected(source, "source-gone");
    }

    @Test
    void rejectsAnEmptyFilm() throws Exception {
        assertRejected(source(put(new byte[0])), "source-empty");
    }

    @Test
    void rejectsAFilmThatIsTooLarge() throws Exception {
        URI link = put(film);
        try (var few = new Origins(http, patience(), properties(DataSize.ofMegabytes(8)))) {
            assertThatThrownBy(() -> few.of("s", link).ask(0, 10, null).close())
                    .isInstanceOfSatisfying(
                            RejectedSource.class,
                            rejected -> assertThat(rejected.failure().code()).isEqualTo("source-too-large"));
        }
    }

    @Test
    void givesTheRangeThatWasAskedFor() throws Exception {
        URI link = put(film);
        try (var origins = new Origins(http, patience(), properties(DataSize.ofGigabytes(1)))) {
            var origin = origins.of("s", link);
            SourceFile known;
            try (var answer = origin.ask(5, 9, null)) {
                known = answer.said();
                assertThat(answer.body().readNBytes(5)).isEqualTo(Arrays.copyOfRange(film, 5, 10));
                assertThat(answer.body().read()).isEqualTo(-1);
            }
            assertThat(known.size()).isEqualTo(film.length);
            assertThat(known.validator()).isNotBlank();
            try (var answer = origin.ask(film.length - 3L, film.length - 1L, known)) {
                assertThat(answer.said()).isEqualTo(known);
                assertThat(answer.body().readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(film, film.length - 3, film.length));
            }
        }
    }

    void readFirstPart(Source source) throws IOException, InterruptedException {
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            reader.bytes(0, 10);
            reader.awaitStored(0, () -> {});
        }
    }

    void assertRejected(Source source, String code) {
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThatThrownBy(() -> all(reader)).isInstanceOfSatisfying(RejectedSource.class, rejected -> {
                assertThat(rejected.failure().code()).isEqualTo(code);
                assertThat(rejected.failure().reason())
                        .doesNotContain("secret-way")
                        .doesNotContain("film.mp4")
                        .doesNotContain(directory.toString())
                        .doesNotContain("127.0.0.1");
            });
        }
    }

    private void awaitStored(SourceReader reader) throws InterruptedException {
        for (long part = 0; part < SourceParts.count(film.length); part++) {
            reader.awaitStored(part, () -> {});
        }
    }

    private String owner(Source source, int part) {
        return ledger.find(source.id(), part).orElseThrow().owner();
    }
}
