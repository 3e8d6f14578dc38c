package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.embedded.ObjectStoreServer;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;

/// Films that lie in a folder and in somebody's bucket become ready and exact, read where they are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilmPlacesIT {

    private static final String NAME = "vault 51c7/the hidden walk.mp4";
    private static final int HEIGHT = 360;
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(12)).size(640, HEIGHT);

    private final MediaTools tools = MediaTools.bundled();
    private final Path folder;
    private Path inbox;
    private ObjectStoreServer bucket;
    private ReelmillProcess product;
    private Shelf shelf;

    FilmPlacesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void start() throws IOException {
        Path film = FILM.make(folder.resolve("film.mp4"), tools);
        inbox = folder.resolve("inbox");
        Files.createDirectories(inbox.resolve(NAME).getParent());
        Files.copy(film, inbox.resolve(NAME));
        bucket = ObjectStoreServer.start(folder.resolve("bucket"), 0, "somebody", "somebodys-secret");
        try (var store = new ObjectStore(
                new StorageProperties(bucket.endpoint(), "films", "us-east-1", "somebody", "somebodys-secret"))) {
            store.createBucket();
            store.put("shown/" + NAME, film, ContentType.BYTES);
            store.put("private/" + NAME, film, ContentType.BYTES);
        }
        product = ReelmillProcess.start(
                folder.resolve("data"),
                Map.of(
                        "reelmill.worker.source.folders.inbox", inbox.toString(),
                        "reelmill.worker.source.s3.archive.endpoint",
                                bucket.endpoint().toString(),
                        "reelmill.worker.source.s3.archive.bucket", "films",
                        "reelmill.worker.source.s3.archive.prefix", "shown/",
                        "reelmill.worker.source.s3.archive.access-key", "somebody",
                        "reelmill.worker.source.s3.archive.secret-key", "somebodys-secret"),
                "--no-samples");
        product.address();
        shelf = new Shelf(product);
    }

    @AfterAll
    void stop() {
        product.close();
        bucket.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop://inbox/", "s3://archive/"})
    void aFilmInAPlaceBecomesReadyAndExact(String place) throws IOException {
        String title = "A Film in " + place.substring(0, place.indexOf(':'));
        var result = product.command("ingest", place + NAME, "--licence", "CC0-1.0", "--title", title);

        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(result.printed()).endsWith("READY.\n").doesNotContain("hidden walk");
        try (var player = new EdgeClient()) {
            var copy = player.copy(shelf.playlist(shelf.find(title)), folder.resolve(title));
            assertThat(new TestFilmReader(tools).frames(copy.picture(HEIGHT)).differences(FILM.frames()))
                    .as("What is wrong with the frames")
                    .isEmpty();
        }
        var secrets = List.of("hidden walk", "hidden%20walk", "vault 51c7", "vault%2051c7", "somebodys-secret");
        assertThat(BytesSearch.find(product.data(), secrets)).isEmpty();
        assertThat(product.printed()).doesNotContain(secrets);
    }

    @Test
    void aFilmThatIsNotThereIsRejectedWithoutItsName() {
        var result = product.command("ingest", "drop://inbox/lost walk.mp4", "--licence", "CC0-1.0", "--title", "Lost");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.printed())
                .contains("REJECTED: The film is gone: there is no such file in drop://inbox.")
                .doesNotContain("lost walk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop://inbox/../data/keys/operator.key",
                "drop://inbox/%2e%2e/data/keys/operator.key",
                "drop://inbox//etc/passwd",
                "s3://archive/../private/film.mp4",
                "s3://archive.example.org/film.mp4"
            })
    void anAddressThatLeavesThePlaceIsRefused(String address) {
        var byCommand = product.command("ingest", address, "--licence", "CC0-1.0");
        assertThat(byCommand.status()).isEqualTo(1);
        assertThat(byCommand.printed().lines()).hasSize(1).first().asString().contains("address");

        var byApi = product.operatorPost(
                "/api/ingests", Shelf.JSON.writeValueAsString(Map.of("url", address, "licence", "CC0-1.0")));
        assertThat(byApi.statusCode()).as(byApi.body()).isEqualTo(400);
        assertThat(byApi.body()).doesNotContain("operator.key", "passwd", "film.mp4");
    }
}
