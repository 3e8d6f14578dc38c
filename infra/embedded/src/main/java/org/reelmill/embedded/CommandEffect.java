package org.reelmill.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a MongoDB command does to the store, which decides what it may run beside.
enum CommandEffect {
    /// Changes nothing.
    READ,
    /// Changes documents of a collection.
    DOCUMENTS,
    /// Changes collections or indexes, or is not known.
    STRUCTURE;

    private static final Set<String> READS = Set.of(
            "aggregate",
            "buildinfo",
            "collstats",
            "connectionstatus",
            "count",
            "dbstats",
            "distinct",
            "endsessions",
            "find",
            "getcmdlineopts",
            "getfreemonitoringstatus",
            "getlasterror",
            "getlog",
            "getmore",
            "getparameter",
            "hello",
            "hostinfo",
            "ismaster",
            "killcursors",
            "listcollections",
            "listdatabases",
            "listindexes",
            "ping",
            "serverstatus",
            "top",
            "validate",
            "whatsmyuri");
    private static final Set<String> DOCUMENT_WRITES = Set.of("insert", "update", "delete", "findandmodify");

    static CommandEffect of(String command, Document query) {
        var name = command.toLowerCase(Locale.ROOT);
        if (DOCUMENT_WRITES.contains(name)) {
            return DOCUMENTS;
        }
        return READS.contains(name) && !writesItsResult(query) ? READ : STRUCTURE;
    }

    private static boolean writesItsResult(Document query) {
        return query.get("pipeline") instanceof List<?> stages
                && stages.stream()
                        .anyMatch(stage -> stage instanceof Document document
                                && (document.containsKey("$out") || document.containsKey("$merge")));
    }
}
