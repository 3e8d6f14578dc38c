package org.reelmill.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/// The embedded document store: MongoDB's protocol over one file.
///
/// What it has answered survives `kill -9` (not a power cut: the file is not forced to the disk). Meant for
/// trials and small libraries: only unique indexes are used, so keep hot collections under some 10 000
/// documents. It has no transactions and no change streams, and ignores non-unique, partial and TTL indexes:
/// create none. A second opener of the directory is refused. Closing compacts the file.
public final class DocumentStore implements AutoCloseable {

    private static final String DATABASE = "reelmill";
    private static final String LOOPBACK = "127.0.0.1";
    // Each connection sticks to one loop: with the default of two per core a long scan holds another client's
    // write.
    private static final int EVENT_LOOPS = 16;

    private final MongoServer server;
    private final int port;

    private DocumentStore(MongoServer server) {
        this.server = server;
        this.port = server.getLocalAddress().getPort();
    }

    /// Opens or creates the store in a directory and listens on 127.0.0.1.
    ///
    /// @param port 0 takes a free one
    /// @throws EmbeddedServiceException if another process has the directory or the port, or the file cannot
    ///     be opened
    public static DocumentStore start(Path directory, int port) {
        var server = new MongoServer(new DurableBackend(open(directory), DATABASE));
        try {
            server.bind(new InetSocketAddress(LOOPBACK, port), 1, EVENT_LOOPS);
            return new DocumentStore(server);
        } catch (Exception e) { // Netty throws the BindException undeclared.
            server.shutdownNow();
            throw EmbeddedServiceException.portInUse("document store", port, e);
        }
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// The connection string, with the database's name.
    public String uri() {
        return "mongodb://" + LOOPBACK + ":" + port + "/" + DATABASE;
    }

    /// Disconnects the clients, compacts the file and releases it. May be repeated.
    @Override
    public void close() {
        server.shutdownNow();
    }

    private static MVStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            // A commit in the middle of a command would store half of it: all three ways by which the store
            // commits on its own are off, the delay, the buffer's size and the background thread.
            var store = new MVStore.Builder()
                    .fileName(directory.resolve("documents.mv").toString())
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            return store;
        } catch (MVStoreException e) {
            throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                    ? EmbeddedServiceException.directoryInUse(directory, e)
                    : EmbeddedServiceException.notStarted("document store", directory, e);
        } catch (IOException e) {
            throw EmbeddedServiceException.notStarted("document store", directory, e);
        }
    }
}
