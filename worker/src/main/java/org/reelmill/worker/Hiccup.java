package org.reelmill.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.reelmill.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/// The world hiccups: one of our own stores, the broker or this machine's disk is away, too slow or full. No
/// film is at fault and no work is lost by it: what meets a hiccup waits and does its step again.
public final class Hiccup {

    private static final Logger log = LoggerFactory.getLogger(Hiccup.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final String DISK_FULL = "No space left on device";

    private Hiccup() {}

    /// Whether this, or what caused it, is a hiccup.
    public static boolean isOne(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof AmqpException
                    || ObjectStore.isAway(cause)
                    || isDiskFull(cause)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a disk of this machine was full.
    public static boolean isDiskFull(Throwable cause) {
        return cause instanceof IOException
                && cause.getMessage() != null
                && cause.getMessage().contains(DISK_FULL);
    }

    /// What happened, in a line.
    public static String text(Throwable thrown) {
        Throwable first = thrown;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String said = first.getMessage() == null
                ? ""
                : first.getMessage().lines().findFirst().orElse("");
        return first.getClass().getSimpleName() + (said.isEmpty() ? "" : ": " + said);
    }

    /// Does a step that can be repeated until no hiccup is in its way.
    ///
    /// @param step as often as needed
    /// @param meanwhile called before each try; ends the waiting by throwing
    /// @throws RuntimeException what the step threw, if it was no hiccup or this thread was interrupted
    public static <T> T outlast(Supplier<T> step, Runnable meanwhile) {
        long began = System.nanoTime();
        for (Duration wait = FIRST_WAIT; ; wait = longer(wait)) {
            meanwhile.run();
            try {
                T done = step.get();
                if (wait != FIRST_WAIT) {
                    log.info("Went on after {} ms", (System.nanoTime() - began) / 1_000_000);
                }
                return done;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted() || !isOne(e)) {
                    throw e;
                }
                if (wait == FIRST_WAIT) {
                    log.warn("A store does not take what was made; it is kept and offered again: {}", text(e));
                }
                sleep(wait, e);
            }
        }
    }

    private static Duration longer(Duration wait) {
        var twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    private static void sleep(Duration wait, RuntimeException hiccup) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw hiccup;
        }
    }
}
