package org.reelmill.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.reelmill.signing.Denial;
import org.reelmill.signing.Denials;
import org.reelmill.signing.EdgeKey;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.NginxEdge;

/// An edge of either kind, before the fixture's store, whose clock and denials a test can set.
interface RunningEdge extends AutoCloseable {

    /// The edges that must answer alike.
    enum Kind {
        JAVA {
            @Override
            RunningEdge start(EdgeFixture fixture, StorageProperties origin) {
                return new OfJava(fixture, fixture.start(EdgeFixture.store(origin), EdgeFixture.ROOMY), new EdgeLog());
            }
        },
        NGINX {
            @Override
            RunningEdge start(EdgeFixture fixture, StorageProperties origin) {
                return OfNginx.start(fixture, origin);
            }
        };

        abstract RunningEdge start(EdgeFixture fixture, StorageProperties origin);

        RunningEdge start(EdgeFixture fixture) {
            return start(fixture, fixture.origin());
        }
    }

    int port();

    /// Sets what holds for the next requests that carry these headers.
    Map<String, String> at(Instant now, List<Denial> denials);

    /// All that it logged.
    String logged();

    @Override
    void close();

    /// The edge in this process.
    record OfJava(EdgeFixture fixture, EdgeServer edge, EdgeLog log) implements RunningEdge {

        @Override
        public int port() {
            return edge.port();
        }

        @Override
        public Map<String, String> at(Instant now, List<Denial> denials) {
            fixture.now.set(now);
            fixture.denials.set(Denials.of(denials));
            return Map.of();
        }

        @Override
        public String logged() {
            return log.text();
        }

        @Override
        public void close() {
            edge.close();
            log.close();
        }
    }

    /// nginx, whose clock a header sets, by a variable that only this configuration has.
    record OfNginx(NginxEdge nginx, StubServing serving, Path denied) implements RunningEdge {

        private static final String CLOCK = "map $http_x_edge_now $edge_now { default $http_x_edge_now; }\n";

        static OfNginx start(EdgeFixture fixture, StorageProperties origin) {
            var directory = fixture.directory().resolve("nginx");
            var keys = fixture.directory().resolve("keys");
            try {
                Files.writeString(
                        Files.createDirectories(directory.resolve("include")).resolve("http-clock.conf"), CLOCK);
                var serving = new StubServing(EdgeKey.inDirectory(keys));
                var nginx = NginxEdge.start(
                        directory,
                        Map.of(
                                "REELMILL_STORAGE_ENDPOINT", origin.endpoint().toString(),
                                "REELMILL_STORAGE_ACCESSKEY", origin.accessKey(),
                                "REELMILL_STORAGE_SECRETKEY", origin.secretKey(),
                                "REELMILL_EDGE_DENIALS", serving.address().toString(),
                                "REELMILL_KEYS_DIRECTORY", keys.toString()));
                return new OfNginx(nginx, serving, directory.resolve("cache/state/denied"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int port() {
            return nginx.port();
        }

        @Override
        public Map<String, String> at(Instant now, List<Denial> denials) {
            try (var before = Files.list(denied)) {
                for (var file : before.toList()) {
                    Files.delete(file);
                }
                for (var denial : denials) {
                    Files.writeString(
                            denied.resolve(denial.kind() + "." + denial.value()),
                            Long.toString(denial.expiresAt().getEpochSecond()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("X-Edge-Now", Long.toString(now.getEpochSecond()));
        }

        @Override
        public String logged() {
            return nginx.printed();
        }

        @Override
        public void close() {
            nginx.close();
            serving.close();
        }
    }
}
