package org.reelmill.testing.commands;

import java.util.Map;
import java.util.Optional;
import org.reelmill.embedded.CommandWitness;

/// Records each command that reaches an embedded document store in a test's JVM, and in a
/// [org.reelmill.testing.parts.DocumentStoreServer], and refuses what is not in the common subset.
public final class CommandRecorder implements CommandWitness {

    /// The option that makes a JVM record beside this one.
    public static String option() {
        return RecordedCommands.option();
    }

    @Override
    public Optional<String> objection(String command, Map<String, Object> arguments) {
        return RecordedCommands.HERE.record(command, arguments);
    }
}
