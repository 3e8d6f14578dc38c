package org.reelmill.embedded;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A `DocumentStoreProcess` in a JVM of its own, so that it can be killed.
record StoreProcess(Process process, String uri) implements AutoCloseable {

    static StoreProcess start(Path directory) throws IOException {
        var process = launch(directory);
        var uri = process.inputReader().readLine();
        if (uri == null || !uri.startsWith("mongodb://127.0.0.1:")) {
            process.destroyForcibly();
            throw new IOException("The store process did not start, it said: " + uri);
        }
        return new StoreProcess(process, uri);
    }

    /// Starts without waiting; stderr is merged into stdout.
    static Process launch(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DocumentStoreProcess.class.getName(),
                        directory.toString(),
                        "0")
                .redirectErrorStream(true)
                .start();
    }

    MongoClient client() {
        return client(uri);
    }

    static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                .build());
    }

    void kill() {
        process.destroyForcibly().onExit().join(); // SIGKILL
    }

    @Override
    public void close() {
        kill();
    }
}
