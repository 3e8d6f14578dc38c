package org.reelmill.pipeline.reconcile;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;

/// Looks at leases and tickets every two seconds, and at the ingests under way every ten looks.
final class ReconcileLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final int LOOKS_PER_SWEEP = 10;

    private final LeaseWatch leases;
    private final TicketSweep tickets;
    private final IngestSweep ingests;
    private final Census census;
    private final Duration every;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconcile").factory());
    private int looks;
    private boolean failing;
    private volatile boolean running;

    ReconcileLoop(LeaseWatch leases, TicketSweep tickets, IngestSweep ingests, Census census, Duration every) {
        this.leases = leases;
        this.tickets = tickets;
        this.ingests = ingests;
        this.census = census;
        this.every = every;
    }

    @Override
    public void start() {
        running = true;
        thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void look() {
        try {
            census.expired(leases.look());
            tickets.look();
            if (looks++ % LOOKS_PER_SWEEP == 0) {
                ingests.look();
            }
            if (failing) {
                failing = false;
                log.info("Reconciling again");
            }
        } catch (DataAccessResourceFailureException | AmqpException partIsAway) {
            if (running && !failing) { // Once, not every two seconds for as long as it lasts.
                failing = true;
                log.warn(
                        "Cannot reconcile, trying again every {} ms: {}",
                        every.toMillis(),
                        NestedExceptionUtils.getMostSpecificCause(partIsAway).toString());
            }
        } catch (RuntimeException e) {
            if (running) {
                log.warn("Could not reconcile; trying again in {} ms", every.toMillis(), e);
            }
        }
    }
}
