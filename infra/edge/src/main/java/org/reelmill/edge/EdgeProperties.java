package org.reelmill.edge;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How the edge is reached, what it keeps, and whom it asks what is denied.
///
/// @param listen address to listen on; loopback unless told otherwise
/// @param port to listen on; 0 takes a free one
/// @param cache directory that the edge owns; what is in it survives a restart
/// @param cacheSize bytes on disk that the cache may hold; beyond that, what was least recently used goes
/// @param denials where serving lists what is denied
/// @param denialsEvery how often to ask; at most 5 s, since viewers are promised that a denial works by then
/// @param stopGrace how long running answers may go on when the edge is told to stop
/// @param name what operators know this edge by, each its own; its host and port unless given
@Validated
@ConfigurationProperties("reelmill.edge")
public record EdgeProperties(
        @NotBlank @DefaultValue("127.0.0.1") String listen,
        @Min(0) @Max(65535) @DefaultValue("8090") int port,
        @NotNull @DefaultValue("edge-cache") Path cache,
        @NotNull @DefaultValue("4GB") DataSize cacheSize,

        @NotNull @DefaultValue("http://127.0.0.1:8080/api/edges/denials")
        URI denials,

        @NotNull @DefaultValue("2s") Duration denialsEvery,
        @NotNull @DefaultValue("20s") Duration stopGrace,
        @Nullable String name) {

    String nameOrAddress() {
        return name == null || name.isBlank() ? host() + ":" + port : name;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "edge";
        }
    }

    /// What [#denialsEvery] allows.
    @AssertTrue(message = "denials-every must be more than 0 and at most 5s")
    boolean isAskingOftenEnough() {
        return denialsEvery.isPositive() && denialsEvery.compareTo(Duration.ofSeconds(5)) <= 0;
    }
}
