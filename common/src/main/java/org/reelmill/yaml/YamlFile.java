package org.reelmill.yaml;

import java.io.StringReader;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// Reads YAML as a tree of fields with their places; no class is made by what a file says.
public final class YamlFile {

    /// Of a file, in characters.
    public static final int LONGEST = 256 * 1024;

    private static final int DEEPEST = 10;

    private YamlFile() {}

    /// The fields of a whole file.
    ///
    /// @param file its name, for faults
    /// @param filling what is made of each text, e.g. of placeholders; it throws where it cannot
    /// @throws YamlFault if it is no YAML, or no fields
    public static YamlFields read(String file, String text, UnaryOperator<String> filling) {
        var options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(DEEPEST);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new YamlFault(file, 1, "", "is empty");
            }
            return new YamlFields(file, "", root, filling);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new YamlFault(file, line, "", "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new YamlFault(file, 1, "", "is not YAML: " + e.getMessage());
        }
    }
}
