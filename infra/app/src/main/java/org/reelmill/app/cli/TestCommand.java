package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import org.reelmill.app.operator.Complaint;
import picocli.CommandLine.Command;

/// Stands here for `--help`; the launcher runs the tests by itself, before anything is built.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs all tests; what cannot run on this machine is listed as skipped, with its reason, at the end.",
            "With --drills as its first argument it runs only the drills, in their long form: more than sixty kills,",
            "which take about 25 minutes; docs/reliability.md tells what they show.",
            "Further arguments go to Maven, e.g.: ./reelmill test -pl common"
        })
final class TestCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new Complaint("Tests are run by the launcher, from a checkout: ./reelmill test");
    }
}
