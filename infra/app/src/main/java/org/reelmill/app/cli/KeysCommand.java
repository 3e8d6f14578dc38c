package org.reelmill.app.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.Complaint;
import org.reelmill.app.operator.OperatorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Lists, rotates and retires the keys that play tokens are signed with.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "The keys that play tokens are signed with, and which edges have them. Talks to serving.",
            "keys list: all keys and edges.",
            "keys rotate: a new key signs once every edge has it; the one before stays good.",
            "keys retire ID: its tokens are refused; only when none can be in use any more, unless --force."
        })
final class KeysCommand implements Callable<Integer> {

    private static final long POLL_NANOS = 500_000_000;
    private static final String KEYS = "/api/operator/keys";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "${COMPLETION-CANDIDATES}")
    private Verb verb = Verb.LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Key to retire.")
    private @Nullable String key;

    @Option(names = "--force", description = "Retire although viewers may be interrupted.")
    private boolean force;

    @Option(names = "--without", paramLabel = "EDGE", description = "An edge that is no more; can be repeated.")
    private List<String> without = List.of();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "PT30S",
            description = "How long to wait for the edges, e.g. PT2M (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofSeconds(30);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        var client = server.client();
        return switch (verb) {
            case LIST -> show(terminal, client.get(KEYS));
            case ROTATE -> rotate(terminal, client);
            case RETIRE -> retire(terminal, client);
        };
    }

    private int retire(Terminal terminal, OperatorClient client) {
        if (key == null) {
            throw new Complaint("Say which: reelmill keys retire ID.");
        }
        return show(terminal, client.post(KEYS + "/" + key + "/retire", Map.of("force", force)));
    }

    private int rotate(Terminal terminal, OperatorClient client) {
        var wish = new HashMap<String, Object>(Map.of("without", without));
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            JsonNode progress = client.post(KEYS + "/rotate", wish);
            String next = progress.path("key").asString();
            wish.put("key", next);
            if (progress.path("signs").asBoolean()) {
                terminal.line("Key " + next + " signs from now on. Tokens of the one before stay good.");
                return 0;
            }
            if (System.nanoTime() > deadline) {
                terminal.line("Key " + next + " does not sign yet. These edges do not have it:");
                progress.path("waitsFor").forEach(edge -> terminal.line("  " + waiting(edge)));
                terminal.line("Run this again when they are up; --without EDGE leaves out one that is no more.");
                return 1;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static String waiting(JsonNode edge) {
        return edge.path("edge").asString()
                + (edge.path("silent").asBoolean()
                        ? ", not seen since " + edge.path("seenAt").asString()
                        : "");
    }

    private int show(Terminal terminal, JsonNode all) {
        if (json) {
            terminal.line(all.toString());
            return 0;
        }
        for (var one : all.path("keys")) {
            String inUse = one.path("inUseUntil").asString("");
            terminal.line("%-10s %-9s made %s%s"
                    .formatted(
                            one.path("id").asString(),
                            one.path("state").asString(),
                            one.path("madeAt").asString(),
                            inUse.isEmpty() ? "" : ", in use until " + inUse));
        }
        for (var edge : all.path("edges")) {
            terminal.line("edge %s has %s%s"
                    .formatted(
                            edge.path("name").asString(),
                            String.join(
                                    ", ",
                                    edge.path("keys")
                                            .valueStream()
                                            .map(JsonNode::asString)
                                            .toList()),
                            edge.path("silent").asBoolean()
                                    ? "; NOT SEEN since " + edge.path("seenAt").asString()
                                    : ""));
        }
        return 0;
    }

    /// What can be done with keys.
    enum Verb {
        LIST,
        ROTATE,
        RETIRE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
