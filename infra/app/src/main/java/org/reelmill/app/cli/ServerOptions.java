package org.reelmill.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.OperatorClient;
import picocli.CommandLine.Option;

/// Which Reelmill a command talks to.
final class ServerOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${REELMILL_DATA:-data}",
            description = "Data directory of the Reelmill that runs here (default: ./data).")
    private Path data = Path.of("data");

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Address of its operator API, where it is not the one that runs on the data directory.")
    private @Nullable URI server;

    OperatorClient client() {
        return OperatorClient.of(data, Optional.ofNullable(server));
    }
}
