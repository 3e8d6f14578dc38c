package org.reelmill.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.ServiceLoader;
import org.h2.mvstore.MVStore;

/// Makes mongo-java-server's H2 backend survive a killed process: each write is committed, whole, before it
/// is answered.
///
/// As it comes, the backend leaves commits to a timer, which loses the last second and may store a document
/// without its index entries.
final class DurableBackend extends H2Backend {

    private static final int COMPACT_FULLY = -1;

    private static final int COMMAND_NOT_SUPPORTED = 115;

    private final GroupCommit commits;
    private final Optional<CommandWitness> witness;

    DurableBackend(MVStore store, String database) {
        super(store);
        witness = ServiceLoader.load(CommandWitness.class, CommandWitness.class.getClassLoader())
                .findFirst();
        commits = new GroupCommit(store::commit);
        // Its first use creates maps; no client's read shall have to.
        commits.alone(() -> resolveDatabase(database));
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        witness.flatMap(each -> each.objection(command, query)).ifPresent(DurableBackend::refuse);
        return switch (CommandEffect.of(command, query)) {
            case READ -> super.handleCommand(channel, database, command, query);
            case DOCUMENTS -> commits.write(() -> super.handleCommand(channel, database, command, query));
            case STRUCTURE -> commits.alone(() -> super.handleCommand(channel, database, command, query));
        };
    }

    @Override
    public void close() {
        commits.end(() -> getMvStore().close(COMPACT_FULLY));
        super.close();
    }

    private static void refuse(String objection) {
        throw new MongoServerError(COMMAND_NOT_SUPPORTED, "CommandNotSupported", objection);
    }
}
