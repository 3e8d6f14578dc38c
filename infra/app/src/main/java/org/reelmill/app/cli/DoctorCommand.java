package org.reelmill.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.doctor.Doctor;
import org.reelmill.app.doctor.Finding;
import org.reelmill.app.doctor.RealParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Checks every part that Reelmill is configured for.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks every part that Reelmill is configured for, and says what is wrong and what to do.")
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${REELMILL_DATA:-data}",
            description = "Data directory of the all-in-one (default: ./data).")
    private Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Check the real parts that these settings name, instead of the all-in-one.")
    private @Nullable Path config;

    @Option(names = "--parts", description = "The same for the parts that the environment's variables name.")
    private boolean parts;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        List<Finding> findings = config == null && !parts
                ? new Doctor(data).examine()
                : RealParts.of(config).examine();
        if (json) {
            terminal.line(JsonMapper.builder().build().writeValueAsString(findings));
        } else {
            findings.forEach(finding ->
                    terminal.line("%-8s %-15s %s".formatted(finding.verdict(), finding.part(), finding.advice())));
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.BROKEN) ? 1 : 0;
    }
}
