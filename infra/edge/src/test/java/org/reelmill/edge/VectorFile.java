package org.reelmill.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Makes the vectors, always the same, for the file that all edges share.
final class VectorFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .build();

    private static final List<String> ABOUT = List.of(
            "What an edge must answer. Made by org.reelmill.edge.VectorFile, written with -Dreelmill.write=true; do not edit by hand.",
            "keys: content of play-keys.json. objects: what the store holds; byte i of each is i mod 251.",
            "rows: the edge's clock stands at `now`, `denials` hold, `path` is sent as it is, byte for byte (ISO 8859-1).",
            "{etag} and {lastModified} stand for those of the object that the path names.",
            "`verdict` is the status; `also` lists what another edge may answer without doing harm.",
            "Every answer has Access-Control-Allow-Origin: *; 4xx have Cache-Control: no-store.");

    private VectorFile() {}

    static Vectors made() {
        var rows = Stream.concat(AllowedRows.all(), RefusedRows.all()).toList();
        return new Vectors(ABOUT, VectorTokens.KEYS, AllowedRows.OBJECTS, rows);
    }

    /// The file's text, a line for each row.
    static String json() {
        var made = made();
        return "{\n" + list("about", made.about()) + ",\n" + list("keys", made.keys()) + ",\n"
                + list("objects", made.objects()) + ",\n" + list("rows", made.rows()) + "\n}\n";
    }

    private static String list(String name, List<?> values) {
        return values.stream()
                .map(value -> "    " + JSON.writeValueAsString(value))
                .collect(Collectors.joining(",\n", "  \"" + name + "\": [\n", "\n  ]"));
    }

    static Path path() {
        return Path.of(System.getProperty("reelmill.root", "."), "infra/edge/vectors/play-tokens.json");
    }

    static Vectors read() throws IOException {
        return JSON.readValue(Files.readString(path()), Vectors.class);
    }

    /// Writes the file anew where the switch `reelmill.write` is on.
    static void writeIfTold() throws IOException {
        if (Boolean.getBoolean("reelmill.write")) {
            Files.writeString(path(), json());
        }
    }
}
