package org.reelmill.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.app.doctor.Finding.Verdict;
import org.reelmill.embedded.ObjectStoreServer;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PlaceFindingsTest {

    private static final String PREFIX = "reelmill.worker.source.";

    @TempDir
    Path folder;

    @Test
    void saysNothingWhereNoPlaceIsConfigured() {
        assertThat(findings(Map.of())).isEmpty();
    }

    @Test
    void looksIntoFolders() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("film.mp4"), "a film");
        Files.createDirectory(folder.resolve("empty"));
        var findings = findings(Map.of(
                PREFIX + "folders.full", folder.resolve("full").toString(),
                PREFIX + "folders.empty", folder.resolve("empty").toString(),
                PREFIX + "folders.away", folder.resolve("away").toString()));

        assertThat(findings)
                .extracting(Finding::part, Finding::verdict)
                .containsExactly(
                        tuple("drop://away", Verdict.BROKEN),
                        tuple("drop://empty", Verdict.WARNING),
                        tuple("drop://full", Verdict.OK));
    }

    @Test
    void knowsPlacesOfTheEnvironmentsVariables() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        "systemEnvironment",
                        new SystemEnvironmentPropertySource(
                                "systemEnvironment",
                                Map.of(
                                        "REELMILL_WORKER_SOURCE_FOLDERS_INBOX", folder.toString(),
                                        "REELMILL_WORKER_SOURCE_S3_ARCHIVE_ENDPOINT", "http://127.0.0.1:1",
                                        "REELMILL_WORKER_SOURCE_S3_ARCHIVE_BUCKET", "films",
                                        "REELMILL_WORKER_SOURCE_S3_ARCHIVE_ACCESSKEY", "key",
                                        "REELMILL_WORKER_SOURCE_S3_ARCHIVE_SECRETKEY", "secret")));
        assertThat(PlaceFindings.of(environment))
                .extracting(Finding::part)
                .containsExactly("drop://inbox", "s3://archive");
    }

    @Test
    void asksBuckets() {
        URI endpoint;
        try (var server = ObjectStoreServer.start(folder.resolve("objects"), 0, "key", "secret-key")) {
            endpoint = server.endpoint();
            try (var store =
                    new ObjectStore(new StorageProperties(endpoint, "films", "us-east-1", "key", "secret-key"))) {
                store.createBucket();
            }
            assertThat(bucket(endpoint, "films", "secret-key").verdict()).isEqualTo(Verdict.OK);
            assertThat(bucket(endpoint, "no-films", "secret-key").verdict()).isEqualTo(Verdict.BROKEN);
            var wrong = bucket(endpoint, "films", "wrong-secret-key");
            assertThat(wrong.verdict()).isEqualTo(Verdict.WARNING);
            assertThat(wrong.advice()).contains("403").doesNotContain("wrong-secret-key");
        }
        assertThat(bucket(endpoint, "films", "secret-key").advice()).contains("does not answer");
    }

    @Test
    void saysWhichNameIsNone() {
        assertThat(findings(Map.of(PREFIX + "folders.in-box", "/films")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.advice()).contains("\"in-box\" is no name"));
    }

    private static Finding bucket(URI endpoint, String bucket, String secret) {
        return findings(Map.of(
                        PREFIX + "s3.archive.endpoint",
                        endpoint.toString(),
                        PREFIX + "s3.archive.bucket",
                        bucket,
                        PREFIX + "s3.archive.access-key",
                        "key",
                        PREFIX + "s3.archive.secret-key",
                        secret))
                .getFirst();
    }

    private static List<Finding> findings(Map<String, String> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", new HashMap<>(settings)));
        return PlaceFindings.of(environment);
    }
}
