package org.reelmill.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.app.operator.Complaint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs benchmarks, each beside its baseline in the same run.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Runs benchmarks, each beside its baseline in the same run. Without a name: lists them.")
final class BenchCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "P1, P3, P9 …")
    private String[] names = {};

    @Option(names = "--quick", description = "Shorter inputs and fewer rounds: a smoke test.")
    private boolean quick;

    @Option(names = "--long", description = "The longest inputs, too; takes hours.")
    private boolean all;

    @Override
    public Integer call() throws Exception {
        var terminal = new Terminal();
        List<Benchmark> known = ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (names.length == 0) {
            known.forEach(benchmark -> terminal.line(benchmark.name() + "  " + benchmark.measures()));
            return 0;
        }
        var effort = quick ? Effort.QUICK : all ? Effort.LONG : Effort.USUAL;
        for (String name : names) {
            Predicate<Benchmark> named = benchmark -> benchmark.name().equalsIgnoreCase(name);
            var benchmark = known.stream()
                    .filter(named)
                    .findFirst()
                    .orElseThrow(() -> new Complaint("There is no benchmark " + name + " among "
                            + known.stream().map(Benchmark::name).toList() + " (asked for " + Arrays.toString(names)
                            + ")."));
            terminal.block(benchmark.run(effort, terminal::line));
        }
        return 0;
    }
}
