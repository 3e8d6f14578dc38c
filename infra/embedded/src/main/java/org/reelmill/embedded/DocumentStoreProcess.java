package org.reelmill.embedded;

import java.nio.file.Path;

/// The document store as a process of its own: `DocumentStoreProcess DIRECTORY PORT` prints the connection
/// string on a line of its own and serves until SIGTERM or Ctrl-C. Exit code 1 with a sentence where it
/// cannot start, 2 for wrong arguments.
public final class DocumentStoreProcess {

    private DocumentStoreProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2 || !arguments[1].matches("\\d{1,5}")) {
            System.err.println("Usage: DocumentStoreProcess DIRECTORY PORT (port 0 takes a free one)");
            System.exit(2);
        }
        try {
            var store = DocumentStore.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
            Runtime.getRuntime().addShutdownHook(new Thread(store::close, "document-store-stop"));
            System.out.println(store.uri());
        } catch (EmbeddedServiceException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Thread.currentThread().join();
    }
}
