package org.reelmill.queue;

import java.util.Map;

/// What differs between brokers, in one place: nothing else writes queue arguments. Tickets need no more than
/// a durable queue, so both dialects stay small.
public enum BrokerDialect {
    /// The embedded broker.
    QPID {
        @Override
        public Map<String, Object> queueArguments() {
            return Map.of();
        }
    },
    RABBITMQ {
        @Override
        public Map<String, Object> queueArguments() {
            return Map.of("x-queue-type", "quorum");
        }
    };

    /// Arguments to declare a durable queue with.
    public abstract Map<String, Object> queueArguments();
}
