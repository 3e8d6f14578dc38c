package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import org.reelmill.app.operator.Complaint;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// All commands. Exit codes: 0 done; 1 could not be done, with a sentence that says why; 2 wrong usage.
@Command(
        name = "reelmill",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineInterface.Version.class,
        description = "Turns licensed film catalogues into a watchable library.",
        footer = {
            "",
            "Exit codes: 0 done, 1 could not be done (a sentence says why), 2 wrong usage.",
            "The launcher also knows: test (runs all tests)."
        },
        subcommands = {
            UpCommand.class,
            RunCommand.class,
            DiscoverCommand.class,
            IngestCommand.class,
            TitlesCommand.class,
            ShowCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            PriorityCommand.class,
            RedriveCommand.class,
            KeepCommand.class,
            JobsCommand.class,
            KeysCommand.class,
            TakedownCommand.class,
            RestoreCommand.class,
            DenyCommand.class,
            QueueCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            TestCommand.class,
            WarmUpCommand.class
        })
public final class CommandLineInterface implements Callable<Integer> {

    /// What a command returns that has started something which ends by a signal.
    public static final int KEEPS_RUNNING = -1;

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Runs one command.
    ///
    /// @return its exit code, or [#KEEPS_RUNNING]
    public static int run(String... args) {
        return new CommandLine(new CommandLineInterface())
                .setExecutionExceptionHandler((fault, command, parsed) -> explain(fault))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: reelmill up");
    }

    private static int explain(Exception fault) {
        if (fault instanceof Complaint complaint) {
            System.err.println(Terminal.clean(String.valueOf(complaint.getMessage())));
        } else {
            System.err.println(
                    "Something went wrong that Reelmill has no sentence for: " + Terminal.clean(fault.toString()));
            System.err.println("The log says where; please report it.");
        }
        return FAILED;
    }

    /// The version of this build, from the manifest of its jar.
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = CommandLineInterface.class.getPackage().getImplementationVersion();
            return new String[] {"Reelmill " + (version == null ? "(not packaged)" : version)};
        }
    }
}
