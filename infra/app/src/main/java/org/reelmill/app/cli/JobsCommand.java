package org.reelmill.app.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.Complaint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists job executions, starts jobs, and stops, restarts, abandons or recovers executions.
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = {
            "Without arguments: lists the latest executions.",
            "jobs show|stop|restart|abandon|recover ID: one execution.",
            "jobs start NAME [-P key=value …]: starts discover, enqueue, reconcile, verify or retention",
            "and follows it."
        })
final class JobsCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Verb verb;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID|NAME", description = "Execution, or job to start.")
    private @Nullable String subject;

    @Option(names = "-P", paramLabel = "KEY=VALUE", description = "Parameter of a job to start.")
    private Map<String, String> parameters = Map.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        var client = server.client();
        if (verb == null) {
            var executions = client.get("/api/jobs/executions");
            if (json) {
                terminal.line(executions.toString());
            } else {
                executions.path("items").forEach(execution -> Executions.print(terminal, execution));
            }
            return 0;
        }
        if (subject == null) {
            throw new Complaint(
                    "Say which: reelmill jobs " + verb.word() + " " + (verb == Verb.START ? "NAME" : "ID") + ".");
        }
        var execution = switch (verb) {
            case START -> client.follow(subject, parameters, Executions.telling(terminal));
            case SHOW -> client.get("/api/jobs/executions/" + subject);
            case STOP, RESTART, ABANDON, RECOVER ->
                client.post("/api/jobs/executions/" + subject + "/" + verb.word(), Map.of());
        };
        if (json) {
            terminal.line(execution.toString());
        } else {
            Executions.print(terminal, execution);
        }
        return verb != Verb.START || Executions.succeeded(execution) ? 0 : 1;
    }

    /// What can be done with jobs.
    enum Verb {
        START,
        SHOW,
        STOP,
        RESTART,
        ABANDON,
        RECOVER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
