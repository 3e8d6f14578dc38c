package org.reelmill.health;

import java.util.LinkedHashMap;
import java.util.Map;

/// What holds for every app that runs as a process of its own unless it is configured otherwise: everything
/// listens on loopback, health and metrics on a port apart, and a signal lets what runs come to its end.
public final class ProcessDefaults {

    private ProcessDefaults() {}

    /// @param managementPort where health and metrics are
    /// @param readiness the health contributors without which the app is not ready, separated by commas
    public static Map<String, Object> of(int managementPort, String readiness) {
        var defaults = new LinkedHashMap<String, Object>();
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.threads.virtual.enabled", "true");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
        defaults.put("server.address", "127.0.0.1");
        defaults.put("server.shutdown", "graceful");
        defaults.put("management.server.address", "127.0.0.1");
        defaults.put("management.server.port", Integer.toString(managementPort));
        defaults.put("management.endpoints.web.exposure.include", "health,prometheus");
        defaults.put("management.endpoint.health.show-details", "always");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("management.endpoint.health.group.readiness.include", readiness);
        // Spring Boot's own would ask the parts at every call, with commands that the embedded store lacks.
        defaults.put("management.health.defaults.enabled", "false");
        // All apps share one class path; a database is what the pipeline makes itself.
        defaults.put(
                "spring.autoconfigure.exclude",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
        return defaults;
    }

    /// The same for an app that answers nobody but the management port: its own web server stays off.
    public static Map<String, Object> silent(int managementPort, String readiness) {
        var defaults = new LinkedHashMap<>(of(managementPort, readiness));
        defaults.put("server.port", "-1");
        defaults.putAll(withoutPages());
        return defaults;
    }

    /// For apps that show no pages, although the pages of another are on the same class path.
    public static Map<String, Object> withoutPages() {
        return Map.of(
                "spring.web.resources.add-mappings", "false",
                "springdoc.api-docs.enabled", "false",
                "springdoc.swagger-ui.enabled", "false");
    }
}
