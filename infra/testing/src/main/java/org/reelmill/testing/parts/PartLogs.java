package org.reelmill.testing.parts;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the end of each running part's log where a test fails: `@ExtendWith(PartLogs.class)`.
public final class PartLogs implements AfterTestExecutionCallback {

    private static final Logger log = LoggerFactory.getLogger(PartLogs.class);

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            for (var part : ServerProcess.running()) {
                log.error("{} had printed:\n{}", part, part.endOfLog());
            }
        }
    }
}
