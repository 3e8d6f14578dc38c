package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes `docs/configuration.md` of the properties themselves; `-Dgolden.write=true` writes it anew.
class ConfigurationReferenceTest {

    private static final Path REFERENCE =
            Path.of(System.getProperty("reelmill.root", "../..")).resolve("docs/configuration.md");

    private static final String HEAD = """
            # Configuration

            Made by `ConfigurationReferenceTest` of the properties themselves. Every property can be given in a file
            (`--config FILE`, YAML or properties), as a system property, or as an environment variable
            (`reelmill.worker.fetch-slots` is `REELMILL_WORKER_FETCHSLOTS`). Durations are written like `15s`, sizes like
            `4MB`.

            Where the parts are, Spring Boot's own properties say: `spring.mongodb.uri` (document store),
            `spring.rabbitmq.*` (broker), `server.port` and
            `server.address` (HTTP), `management.server.port` and `management.server.address` (health and metrics: `docs/operations.md`).
            The all-in-one (`./reelmill up`) sets all of these for its embedded parts.

            | property | default | meaning |
            | --- | --- | --- |
            """;

    @Test
    void theReferenceSaysWhatTheProgramKnows() throws IOException {
        var rows = new TreeMap<String, String>();
        for (var metadata : Collections.list(
                getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (var in = metadata.openStream()) {
                for (JsonNode property :
                        JsonMapper.builder().build().readTree(in).path("properties")) {
                    row(property, rows);
                }
            }
        }
        String reference = HEAD + String.join("\n", rows.values()) + "\n";
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(REFERENCE, reference);
        }
        assertThat(rows).isNotEmpty();
        assertThat(Files.readString(REFERENCE)).isEqualTo(reference);
    }

    @Test
    void everyPropertyHasItsSentence() throws IOException {
        assertThat(Files.readAllLines(REFERENCE))
                .filteredOn(line -> line.startsWith("| `reelmill."))
                .noneMatch(line -> line.endsWith("|  |"));
    }

    private static void row(JsonNode property, TreeMap<String, String> rows) {
        String name = property.path("name").asString();
        if (name.startsWith("reelmill.")) {
            String byDefault = property.path("defaultValue").isMissingNode()
                    ? ""
                    : "`" + text(property.path("defaultValue")) + "`";
            String meaning = property.path("description")
                    .asString("")
                    .replace("|", "\\|")
                    .replaceAll("\\s+", " ");
            rows.put(name, "| `" + name + "` | " + byDefault + " | " + meaning + " |");
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString().replace("\"", "");
    }
}
