package org.reelmill.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// What an operator measures of the edge: answers by status, fetches from the origin, bytes in the cache, and
/// how old the knowledge is of what is denied.
final class EdgeMeter implements MeterBinder {

    private static final int[] STATUSES = {200, 206, 304, 403, 404, 410, 416, 502};

    private final EdgeServer server;
    private final ServingPoll serving;

    EdgeMeter(EdgeServer server, ServingPoll serving) {
        this.server = server;
        this.serving = serving;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (int status : STATUSES) {
            FunctionCounter.builder("reelmill.edge.answers", server, edge -> edge.answers(status))
                    .description("Answers to players, by status")
                    .tag("status", Integer.toString(status))
                    .register(registry);
        }
        FunctionCounter.builder("reelmill.edge.origin.fetches", server, EdgeServer::originFetches)
                .description("Objects that were not in the cache, or no longer fresh, and were asked of the origin")
                .register(registry);
        Gauge.builder("reelmill.edge.answering", server, EdgeServer::answering)
                .description("Answers that are being given now")
                .register(registry);
        Gauge.builder("reelmill.edge.cache", server, EdgeServer::cachedBytes)
                .description("Size of the cache on disk")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("reelmill.edge.denials.age", serving, poll -> poll.age().toMillis() / 1000.0)
                .description("Since serving told last what is denied")
                .baseUnit("seconds")
                .register(registry);
    }
}
