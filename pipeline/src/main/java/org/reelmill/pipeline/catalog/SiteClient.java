package org.reelmill.pipeline.catalog;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads from the servers that a recipe names, and only what their robots.txt (RFC 9309) allows, no faster
/// than it asks for. For one run of one recipe.
final class SiteClient {

    private static final String ROBOT = "reelmill";
    private static final int MAX_ROBOTS_BYTES = 512 * 1024;
    private static final String ROBOTS_FINGERPRINT = "robots";

    private final Recipe recipe;
    private final PatientClient client;
    private final PageVersions versions;
    private final Map<String, SimpleRobotRules> robots = new HashMap<>();
    private final Map<String, String> unreadable = new HashMap<>();

    SiteClient(Recipe recipe, PatientClient client, PageVersions versions) {
        this.recipe = recipe;
        this.client = client;
        this.versions = versions;
    }

    /// A page, if it is on a server for pages.
    ///
    /// @throws PageFault if it is not, or robots.txt forbids it, or the server does not answer
    Fetched page(URI address, @Nullable Validator known, long maxBytes) {
        return get(address, recipe.pageHosts(), known, maxBytes);
    }

    /// A picture, from a server for pages or for downloads.
    Fetched picture(URI address, long maxBytes) {
        Servers servers = recipe.pageHosts().hold(address) ? recipe.pageHosts() : recipe.downloadHosts();
        return get(address, servers, null, maxBytes);
    }

    private Fetched get(URI address, Servers servers, @Nullable Validator known, long maxBytes) {
        requireAmong(servers, address);
        SimpleRobotRules rules = robots(address);
        if (!rules.isAllowed(address.toString())) {
            throw new PageFault("robots.txt of " + address.getHost() + " forbids this page");
        }
        Fetched fetched = client.get(address, known, maxBytes, delay(rules));
        requireAmong(servers, fetched.address());
        return fetched;
    }

    /// What cannot be read forbids everything (RFC 9309 §2.3.1.4); it is asked for once only.
    private SimpleRobotRules robots(URI page) {
        String server = Servers.server(page);
        SimpleRobotRules rules = robots.get(server);
        if (rules == null && !unreadable.containsKey(server)) {
            try {
                rules = readRobots(page);
                robots.put(server, rules);
            } catch (PageFault fault) {
                unreadable.put(server, fault.reason());
            }
        }
        if (rules == null || rules.isDeferVisits()) {
            throw new PageFault("cannot be asked for, since robots.txt of " + page.getHost() + " cannot be read: "
                    + unreadable.getOrDefault(server, "try again later"));
        }
        return rules;
    }

    private Duration delay(SimpleRobotRules rules) {
        Duration asked = Duration.ofMillis(Math.max(0, rules.getCrawlDelay()));
        return asked.compareTo(recipe.delay()) > 0 ? asked : recipe.delay();
    }

    private SimpleRobotRules readRobots(URI page) {
        URI address = page.resolve("/robots.txt");
        PageVersion known =
                versions.find(address.toString(), ROBOTS_FINGERPRINT).orElse(null);
        var parser = new SimpleRobotRulesParser();
        Validator validator = known == null ? null : known.validators().getFirst();
        Fetched fetched = client.get(address, validator, MAX_ROBOTS_BYTES, recipe.delay());
        if (fetched.unchanged() && known != null && known.text() != null) {
            return parser.parseContent(
                    address.toString(), known.text().getBytes(StandardCharsets.UTF_8), "text/plain", List.of(ROBOT));
        }
        if (!fetched.isSuccess()) {
            return parser.failedFetch(fetched.status());
        }
        String text = new String(fetched.body(), StandardCharsets.UTF_8);
        versions.save(new PageVersion(
                address.toString(),
                ROBOTS_FINGERPRINT,
                List.of(fetched.validator()),
                List.of(),
                null,
                null,
                text,
                Instant.now()));
        return parser.parseContent(address.toString(), fetched.body(), "text/plain", List.of(ROBOT));
    }

    private static void requireAmong(Servers servers, URI address) {
        if (!servers.hold(address)) {
            throw new PageFault("leads to " + Servers.server(address) + ", which the recipe does not list under hosts");
        }
    }
}
