package org.reelmill.queue;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the broker is used; where it is, `spring.rabbitmq.*` says.
///
/// @param dialect which broker it is
/// @param confirmTimeout how long to wait for the broker's confirm of a ticket
@Validated
@ConfigurationProperties("reelmill.queue")
public record QueueProperties(
        @NotNull @DefaultValue("rabbitmq") BrokerDialect dialect,
        @NotNull @DefaultValue("10s") Duration confirmTimeout) {}
