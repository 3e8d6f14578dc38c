package org.reelmill.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// All that is logged in this process while it is open, the edge's at every level.
final class EdgeLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private static final Logger EDGE = (Logger) LoggerFactory.getLogger("org.reelmill.edge");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    EdgeLog() {
        start();
        EDGE.setLevel(Level.TRACE);
        EDGE.setAdditive(false); // Thousands of lines, which the console can do without.
        EDGE.addAppender(this);
        ROOT.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    String text() {
        return lines.stream().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        ROOT.detachAppender(this);
        EDGE.detachAppender(this);
        EDGE.setAdditive(true);
        EDGE.setLevel(Level.INFO);
    }
}
