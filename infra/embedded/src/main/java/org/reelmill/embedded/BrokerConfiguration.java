package org.reelmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Qpid's configuration of the broker itself, written anew at each start; the virtual host's own is kept by
/// its store.
final class BrokerConfiguration {

    private static final String BROKER = """
            {"name": "embedded", "modelVersion": "9.1",
             "authenticationproviders": [
               {"name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
                "users": [{"name": "guest", "type": "managed", "password": "guest"}]}],
             "ports": [
               {"name": "AMQP", "type": "AMQP", "port": "%d", "bindingAddress": "127.0.0.1",
                "authenticationProvider": "plain", "protocols": ["AMQP_0_9_1"],
                "virtualhostaliases": [
                  {"name": "nameAlias", "type": "nameAlias"},
                  {"name": "defaultAlias", "type": "defaultAlias"},
                  {"name": "hostnameAlias", "type": "hostnameAlias"}]}],
             "virtualhostnodes": [%s]}
            """;

    private static final String ON_DISK = """
            {"name": "default", "type": "BDB", "storePath": "${qpid.work_dir}/bdb", "defaultVirtualHostNode": "true",
             "virtualHostInitialConfiguration": "{\\"type\\":\\"ProvidedStore\\",\\"housekeepingCheckPeriod\\":500}"}""";

    private static final String IN_MEMORY = """
            {"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
             "virtualHostInitialConfiguration": "{\\"type\\":\\"Memory\\",\\"housekeepingCheckPeriod\\":500}"}""";

    private BrokerConfiguration() {}

    static Path write(Path directory, int port, Broker.Durability durability) throws IOException {
        var node = switch (durability) {
            case DISK -> ON_DISK;
            case MEMORY -> IN_MEMORY;
        };
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve("broker.json"), BROKER.formatted(port, node));
    }
}
