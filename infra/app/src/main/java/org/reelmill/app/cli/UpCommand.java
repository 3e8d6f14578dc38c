package org.reelmill.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.AllInOne;
import org.reelmill.app.DataDirectory;
import org.reelmill.app.Ports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts everything embedded in one process.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything embedded in one process on one data directory.",
            "On an empty directory it reads the sample catalogue and ingests its films. Ctrl-C stops in order."
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${REELMILL_DATA:-data}",
            description = "Where everything is kept (default: ./data).")
    private Path data = Path.of("data");

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address that pages and films are served on (default: ${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port of the pages and the API (default: ${DEFAULT-VALUE}; 0: any).")
    private int port;

    @Option(
            names = "--edge-port",
            defaultValue = "8081",
            description = "Port that films are played from (default: ${DEFAULT-VALUE}; 0: any).")
    private int edgePort;

    @Option(
            names = "--samples-port",
            defaultValue = "8082",
            description = "Port of the sample catalogue site (default: ${DEFAULT-VALUE}; 0: any).")
    private int samplesPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Port of health and metrics, on loopback (0: any; left out: none).")
    private @Nullable Integer managementPort;

    @Option(names = "--no-samples", description = "Leave the sample catalogue out.")
    private boolean withoutSamples;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Further settings (YAML or properties), see docs/configuration.md.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        var directory = DataDirectory.lock(data.toAbsolutePath().normalize());
        directory.takeLog();
        var settings = new AllInOne.Settings(
                listen, new Ports(port, edgePort, samplesPort, managementPort), !withoutSamples, config);
        var running = AllInOne.start(directory, settings);
        terminal.block(running.whatNow());
        return CommandLineInterface.KEEPS_RUNNING;
    }
}
