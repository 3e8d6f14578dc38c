package org.reelmill.app.process;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.WhitespaceThrowableProxyConverter;

/// Prints stack traces in the log, but for failures that only mean that a part is away: of those, what the
/// wire said, in one line.
public final class StackTraces extends WhitespaceThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        IThrowableProxy deepest = thrown;
        boolean away = false;
        for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
            away |= Unreachable.isNamed(cause.getClassName());
            deepest = cause;
        }
        return away
                ? "    because: "
                        + String.valueOf(deepest.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("") + "\n"
                : super.throwableProxyToString(thrown);
    }
}
