package org.reelmill.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.process.App;
import org.reelmill.app.process.AppProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs one app as a process of its own, on the parts that the configuration names.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one app as a process of its own: pipeline, worker, serving or edge.",
            "Where the parts are, environment variables or --config say; see docs/configuration.md.",
            "It waits for parts that are away. SIGTERM ends what is in work, or gives it back."
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "APP", description = "${COMPLETION-CANDIDATES}")
    private App app = App.WORKER;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings (YAML or properties).")
    private @Nullable Path config;

    @Override
    public Integer call() {
        new AppProcess(app, config).start();
        return CommandLineInterface.KEEPS_RUNNING;
    }
}
