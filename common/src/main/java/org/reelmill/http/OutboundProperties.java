package org.reelmill.http;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How we reach other people's servers.
///
/// @param allowed servers that are reached although they are not on a public address, each as `host:port` as
///     links name it, e.g. `127.0.0.1:8000`
/// @param connectTimeout longest wait for a connection
/// @param responseTimeout longest silence of a server, before its answer and within it
/// @param userAgent who we say we are, with an address where site owners can reach the operator
@Validated
@ConfigurationProperties("reelmill.outbound")
public record OutboundProperties(
        @DefaultValue List<@Pattern(regexp = ".+:[0-9]+", message = "must be host:port") String> allowed,
        @NotNull @DefaultValue("10s") Duration connectTimeout,
        @NotNull @DefaultValue("20s") Duration responseTimeout,

        @NotBlank @DefaultValue("Reelmill/0.1 (+https://reelmill.org)")
        String userAgent) {

    public OutboundProperties {
        allowed = List.copyOf(allowed);
    }
}
