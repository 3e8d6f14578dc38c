package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices.Ports;

class EmbeddedServicesTest {

    @TempDir
    Path data;

    @Test
    void findsDocumentsAndKeysAgainAfterARestart() {
        String secret;
        try (var services = EmbeddedServices.start(data);
                var client = StoreProcess.client(services.documents().uri())) {
            client.getDatabase("reelmill").getCollection("films").insertOne(new Document("_id", "night"));
            secret = services.secretKey();
        }
        try (var services = EmbeddedServices.start(data);
                var client = StoreProcess.client(services.documents().uri())) {
            assertThat(client.getDatabase("reelmill").getCollection("films").countDocuments())
                    .isEqualTo(1);
            assertThat(services.secretKey()).isEqualTo(secret).hasSize(48);
        }
    }

    @Test
    void letsOnlyTheOwnerReadTheKeys() throws Exception {
        ObjectStoreKeys.keptIn(data.resolve("keys"));

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("keys").resolve("object-store.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void doesNotShareItsDirectory() throws Exception {
        try (var services = EmbeddedServices.start(data)) {
            Loopback.assertOnly(services.documents().port());
            assertThatThrownBy(() -> EmbeddedServices.start(data))
                    .isInstanceOf(EmbeddedServiceException.class)
                    .hasMessageStartingWith("Another Reelmill uses the data directory " + data);
        }
    }

    @Test
    void leavesNothingRunningWhenOneCannotStart() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedServices.start(data, new Ports(0, 0, taken.getLocalPort())))
                    .isInstanceOf(EmbeddedServiceException.class)
                    .hasMessageContaining("The object store cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        EmbeddedServices.start(data).close();
    }
}
