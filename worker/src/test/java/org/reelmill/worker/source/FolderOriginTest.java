package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reelmill.title.Ids;
import org.reelmill.title.PlaceAddress;
import org.reelmill.title.Source;
import org.reelmill.worker.RejectedSource;
import org.springframework.util.unit.DataSize;

class FolderOriginTest extends OriginContract {

    private static final URI LINK = PlaceAddress.parse("drop://inbox/" + NAME).uri();

    private Path inbox;
    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        inbox = directory.resolve(Ids.next());
        file = inbox.resolve(NAME);
        Files.createDirectories(file.getParent());
        Files.writeString(inbox.resolve("another film.mp4"), "not empty");
    }

    @Override
    Map<String, Path> folders() {
        return Map.of("inbox", inbox);
    }

    @Override
    URI put(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return LINK;
    }

    @Override
    void remove() throws IOException {
        Files.delete(file);
    }

    @Test
    void rejectsAFileOfTheSameSizeAndTimeThatTookItsPlace() throws Exception {
        Source source = source(put(film));
        FileTime time = Files.getLastModifiedTime(file);
        readFirstPart(source);
        Path other = Files.write(inbox.resolve("other.mp4"), random(film.length));
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertRejected(source, "source-changed");
    }

    @Test
    void rejectsAFileThatIsOverwrittenWhileARangeIsRead() throws Exception {
        put(film);
        try (var origins = new Origins(http, patience(), properties(DataSize.ofGigabytes(1)))) {
            try (var answer = origins.of("s", LINK).ask(0, PART - 1L, null)) {
                assertThat(answer.body().readNBytes(100)).hasSize(100);
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 2_000_000);
                }
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
                assertThatThrownBy(() -> answer.body().readAllBytes())
                        .isInstanceOfSatisfying(
                                RejectedSource.class,
                                rejected ->
                                        assertThat(rejected.failure().code()).isEqualTo("source-changed"));
            }
        }
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws Exception {
        Source source = source(put(new byte[1000]));
        try (var writer = Executors.newSingleThreadScheduledExecutor();
                var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            var writing = writer.scheduleWithFixedDelay(() -> append(channel), 0, 20, TimeUnit.MILLISECONDS);
            assertStillWritten(source);
            assertThat(ledger.file(source.id()))
                    .as("what it was then is not remembered")
                    .isEmpty();
            writing.cancel(false);
            writer.shutdown();
            assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThat(all(reader)).isEqualTo(Files.readAllBytes(file));
        }
    }

    @Test
    void waitsForAFileThatHasItsNameNotYet() throws Exception {
        Source source = source(LINK);
        Path part = Files.write(file.resolveSibling("a film.mp4.part"), film);
        assertStillWritten(source);
        Files.move(part, file);
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThat(reader.size()).isEqualTo(film.length);
        }
    }

    @Test
    void followsNoLink() throws Exception {
        Path outside = Files.write(
                Files.createDirectories(directory.resolve(Ids.next())).resolve("f.mp4"), film);
        Files.createSymbolicLink(file, outside);
        assertRejected(source(LINK), "source-link");
        Files.delete(file);
        Files.delete(file.getParent());
        Files.createSymbolicLink(file.getParent(), outside.getParent());
        assertRejected(
                source(PlaceAddress.parse("drop://inbox/secret-way/f.mp4").uri()), "source-link");
        Files.createSymbolicLink(inbox.resolve("inner.mp4"), inbox.resolve("another film.mp4"));
        assertRejected(source(PlaceAddress.parse("drop://inbox/inner.mp4").uri()), "source-link");
    }

    @Test
    void takesFilesOnly() throws Exception {
        Files.createDirectories(file);
        assertRejected(source(LINK), "source-no-file");
        Files.delete(file);
        var pipe = new ProcessBuilder("mkfifo", file.toString()).start();
        assertThat(pipe.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pipe.exitValue()).isZero();
        assertRejected(source(LINK), "source-no-file");
    }

    @Test
    void takesNothingBehindAFile() {
        assertRejected(
                source(PlaceAddress.parse("drop://inbox/another film.mp4/film.mp4")
                        .uri()),
                "source-gone");
    }

    @Test
    void leavesAFilmToOtherWorkersWhereTheFolderIsNotMountedHere() throws Exception {
        Source source = source(LINK);
        Files.delete(inbox.resolve("another film.mp4"));
        Files.delete(inbox.resolve("secret-way"));
        assertElsewhere(source, "drop://inbox");
        Files.delete(inbox);
        assertElsewhere(source, "drop://inbox");
        assertElsewhere(source(URI.create("drop://other/film.mp4")), "reelmill.worker.source.folders.other");
        assertElsewhere(source(URI.create("s3://other/film.mp4")), "reelmill.worker.source.s3.other.*");
    }

    @Test
    void leavesAFilmToOthersWhoseNameThisWorkerCannotWrite() {
        var address = new PlaceAddress(PlaceAddress.Kind.DROP, "inbox", "secret\uD800.mp4"); // As é is without UTF-8.
        var origin = new FolderOrigin(new FilmFolder(inbox), "s", address, properties(DataSize.ofGigabytes(1)));
        assertThatThrownBy(() -> origin.ask(0, 1, null).close())
                .isInstanceOf(SourceElsewhere.class)
                .hasNoCause()
                .hasMessageContaining("LC_ALL=C.UTF-8")
                .hasMessageNotContaining("secret");
    }

    @Test
    void readsWhatOthersHaveFetchedWithoutTheFolder() throws Exception {
        Source source = source(put(film));
        readFirstPart(source);
        Files.move(inbox, directory.resolve(Ids.next()));
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThat(reader.size()).isEqualTo(film.length);
            assertThat(reader.bytes(0, 10)).isEqualTo(Arrays.copyOf(film, 10));
            assertThatThrownBy(() -> reader.bytes(PART, 10)).isInstanceOf(SourceElsewhere.class);
        }
    }

    private static void append(FileChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[500]));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertStillWritten(Source source) {
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            assertThatThrownBy(reader::size)
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessage("Its file in drop://inbox is still being written.");
        }
    }

    private void assertElsewhere(Source source, String words) {
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            assertThatThrownBy(reader::size)
                    .isInstanceOf(SourceElsewhere.class)
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("film.mp4")
                    .hasMessageNotContaining(directory.toString());
        }
    }
}
