package org.reelmill.testing.parts;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reelmill.testing.Needs;

/// MinIO on one directory. `.ci/run` builds it; see `CONTRIBUTING.md`.
public final class Minio extends ServerProcess {

    private static final String USER = "reelmill";
    private static final String PASSWORD = "minio-secret";

    private final Path server;
    private final int port = FreePorts.next();

    private Minio(Path directory) {
        super("minio", directory);
        var home = Path.of(System.getProperty("user.home"));
        server = Needs.program("MINIO", "minio", home.resolve(".cache/reelmill/bin"), home.resolve("go/bin"));
    }

    public static Minio start(Path directory) {
        var started = new Minio(directory);
        started.start();
        return started;
    }

    @Override
    public Location location() {
        var endpoint = URI.create("http://127.0.0.1:" + port);
        return new Location(
                endpoint,
                USER,
                PASSWORD,
                Map.of(
                        "reelmill.storage.endpoint", endpoint.toString(),
                        "reelmill.storage.access-key", USER,
                        "reelmill.storage.secret-key", PASSWORD));
    }

    @Override
    List<String> command() {
        return List.of(
                server.toString(), "server", directory().resolve("data").toString(), "--address", "127.0.0.1:" + port);
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "MINIO_ROOT_USER",
                USER,
                "MINIO_ROOT_PASSWORD",
                PASSWORD,
                "MINIO_BROWSER",
                "off",
                "MINIO_UPDATE",
                "off",
                "HOME",
                directory().toString());
    }

    @Override
    boolean answers() {
        return answersOk(location().uri().resolve("/minio/health/ready"));
    }
}
