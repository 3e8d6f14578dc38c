package org.reelmill.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reelmill.testing.Needs;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/// What `infra/compose/compose.yaml` says of its services: the command line, with the image's entry point,
/// and the environment, from its files and itself. Reads as much of the format as that file uses.
record ComposeFile(Map<String, ?> services, List<String> entryPoint, Map<String, String> secrets) {

    private static final Path FOLDER = Needs.root().resolve("infra/compose");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /// @param secrets what the operator's `.env` holds
    static ComposeFile read(Map<String, String> secrets) throws IOException {
        Map<String, ?> file = new Yaml().load(Files.readString(FOLDER.resolve("compose.yaml")));
        String entryPoint = Files.readAllLines(FOLDER.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("ENTRYPOINT "))
                .map(line -> line.substring("ENTRYPOINT ".length()))
                .findFirst()
                .orElseThrow();
        return new ComposeFile(
                map(file, "services"), strings(JsonMapper.shared().readValue(entryPoint, List.class)), secrets);
    }

    /// The names in `.env.example`, with their example values.
    static Map<String, String> exampleSecrets() throws IOException {
        return variables(FOLDER.resolve(".env.example"));
    }

    /// What a service runs, e.g. `java … -jar /opt/reelmill/reelmill.jar run worker`.
    List<String> command(String service) {
        var command = new ArrayList<>(
                map(services, service).containsKey("entrypoint")
                        ? strings(list(map(services, service), "entrypoint"))
                        : entryPoint);
        if (map(services, service).containsKey("command")) {
            command.addAll(strings(list(map(services, service), "command")));
        }
        return command;
    }

    /// The environment of a service.
    Map<String, String> environment(String service) throws IOException {
        var environment = new LinkedHashMap<String, String>();
        if (map(services, service).containsKey("env_file")) {
            for (String file : strings(list(map(services, service), "env_file"))) {
                environment.putAll(file.equals(".env") ? secrets : variables(FOLDER.resolve(file)));
            }
        }
        map(map(services, service), "environment")
                .forEach((name, value) -> environment.put(name, filled(value.toString())));
        return environment;
    }

    private String filled(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(Objects.requireNonNull(secrets.get(found.group(1)))));
    }

    private static Map<String, String> variables(Path file) throws IOException {
        var variables = new LinkedHashMap<String, String>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                variables.put(parts[0], parts[1].replaceAll("^'(.*)'$", "$1"));
            }
        }
        return variables;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> map(Map<String, ?> from, String key) {
        return (Map<String, ?>) Objects.requireNonNull(from.get(key), key);
    }

    private static List<?> list(Map<String, ?> from, String key) {
        return (List<?>) Objects.requireNonNull(from.get(key), key);
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }
}
