package org.reelmill.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.reelmill.worker.plan.MeasuredSpeed;
import org.reelmill.worker.task.TaskMeter;
import org.reelmill.worker.task.TaskTaker;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What an operator sees of a worker from outside: health and metrics.
@Configuration(proxyBeanMethods = false)
class WorkerHealth {

    /// Not ready while its disk is full, although it lives.
    @Bean
    HealthIndicator fitnessHealthIndicator(TaskTaker taker) {
        return () -> taker.fitness()
                .complaint()
                .map(complaint -> Health.down().withDetail("reason", complaint).build())
                .orElseGet(() -> Health.up().build());
    }

    @Bean
    MeterBinder fitnessMeter(TaskTaker taker) {
        return registry -> Gauge.builder(
                        "reelmill.worker.fit",
                        taker,
                        worker -> worker.fitness().complaint().isEmpty() ? 1 : 0)
                .description("1 while the worker has room on its disk and takes tasks")
                .register(registry);
    }

    @Bean
    TaskMeter taskMeter(MeasuredSpeed speed) {
        return new TaskMeter(() -> speed.speed().pixelsPerSecond());
    }
}
