package org.reelmill.testing.commands;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails each test during which a command outside the common subset was sent, also where the product took
/// the refusal for a passing fault. Found by JUnit itself (`junit-platform.properties`).
public final class CommandCheck implements AfterEachCallback {

    static {
        RecordedCommands.HERE.takeObjections(); // Those of an earlier run.
    }

    @Override
    public void afterEach(ExtensionContext test) {
        requireNoObjections();
    }

    static void requireNoObjections() {
        var objections = RecordedCommands.HERE.takeObjections();
        if (!objections.isEmpty()) {
            throw new AssertionError(String.join("\n", objections));
        }
    }
}
