package org.reelmill.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets every test wait as long as a busy machine may need for what is sure to come: a wait without a limit of its own
/// ends after a minute, not after Awaitility's ten seconds. What is promised within a time has its own limit.
public final class BusyMachine implements BeforeAllCallback {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
