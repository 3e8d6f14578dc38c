package org.reelmill.testing.parts;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reelmill.embedded.DocumentStoreProcess;
import org.reelmill.testing.commands.CommandRecorder;

/// The embedded document store as a process of its own: the stand-in for MongoDB where there is none.
public final class DocumentStoreServer extends ServerProcess {

    private final int port = FreePorts.next();

    private DocumentStoreServer(Path directory) {
        super("documents", directory);
    }

    public static DocumentStoreServer start(Path directory) {
        var started = new DocumentStoreServer(directory);
        started.start();
        return started;
    }

    @Override
    public Location location() {
        String uri = "mongodb://127.0.0.1:" + port + "/reelmill";
        return new Location(URI.create(uri), "", "", Map.of("spring.mongodb.uri", uri));
    }

    @Override
    List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                CommandRecorder.option(),
                "-cp",
                System.getProperty("java.class.path"),
                DocumentStoreProcess.class.getName(),
                directory().resolve("data").toString(),
                Integer.toString(port));
    }

    @Override
    boolean answers() {
        return accepts(port);
    }
}
