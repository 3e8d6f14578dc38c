package org.reelmill.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reelmill.edge.EdgeApp;
import org.reelmill.pipeline.PipelineApp;
import org.reelmill.serving.ServingApp;
import org.reelmill.worker.WorkerApp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs one app as a process of its own, on the parts that the configuration names.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one app as a process of its own: pipeline, worker, serving or edge.",
            "Where the parts are, environment variables or --config say; see docs/configuration.md."
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "APP", description = "${COMPLETION-CANDIDATES}")
    private App app = App.WORKER;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings (YAML or properties).")
    private @Nullable Path config;

    @Override
    public Integer call() {
        String[] arguments = config == null
                ? new String[] {}
                : new String[] {"--spring.config.additional-location=" + config.toUri()};
        app.main.accept(arguments);
        return CommandLineInterface.KEEPS_RUNNING;
    }

    /// The processes that Reelmill consists of.
    enum App {
        PIPELINE(PipelineApp::main),
        WORKER(WorkerApp::main),
        SERVING(ServingApp::main),
        EDGE(EdgeApp::main);

        private final Consumer<String[]> main;

        App(Consumer<String[]> main) {
            this.main = main;
        }
    }
}
