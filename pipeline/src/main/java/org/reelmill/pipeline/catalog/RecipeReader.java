package org.reelmill.pipeline.catalog;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Licence;
import org.reelmill.yaml.YamlFault;
import org.reelmill.yaml.YamlFields;
import org.reelmill.yaml.YamlFile;
import org.springframework.boot.convert.DurationStyle;

/// Reads recipes from the recipe directory and checks them whole, so that a wrong one is refused before the
/// first page is asked for.
public final class RecipeReader {

    private static final Set<String> KEYS = Set.of(
            "id", "name", "contact", "licence", "hosts", "start", "titles", "paging", "delay", "fields", "script");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final int DEFAULT_MAX_PAGES = 1000;

    private final CatalogProperties properties;
    private final LicenceList licences;

    public RecipeReader(CatalogProperties properties, LicenceList licences) {
        this.properties = properties;
        this.licences = licences;
    }

    /// The names of all recipes in the directory.
    public List<String> names() {
        if (!Files.isDirectory(properties.recipes())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(properties.recipes())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yml"))
                    .map(name -> name.substring(0, name.length() - ".yml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RecipeFault("The recipe directory cannot be read.", e);
        }
    }

    /// The recipe of this name.
    ///
    /// @param name of a file in the recipe directory, without `.yml`
    /// @throws RecipeFault if there is none, or it is wrong
    public Recipe read(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new RecipeFault("A recipe's name has letters, digits, \"-\" and \"_\" only.", null);
        }
        Path file = properties.recipes().resolve(name + ".yml");
        try {
            if (Files.size(file) > YamlFile.LONGEST) {
                throw new RecipeFault(name + ".yml is larger than a recipe can be.", null);
            }
            return parse(name + ".yml", Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new RecipeFault(
                    "There is no recipe \"" + name + "\". There are: "
                            + (names().isEmpty() ? "none" : String.join(", ", names())),
                    e);
        } catch (IOException e) {
            throw new RecipeFault("The recipe \"" + name + "\" cannot be read.", e);
        }
    }

    Recipe parse(String file, String text) {
        try {
            String read = text + properties.variables() + properties.licences();
            return recipe(YamlFile.read(file, text, this::filled), Digests.sha256(read));
        } catch (YamlFault fault) {
            throw new RecipeFault(fault);
        }
    }

    private String filled(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(placeholder -> {
            String name = placeholder.group(1);
            String filled = properties.variables().get(name);
            if (filled == null) {
                throw new IllegalArgumentException(
                        "the variable \"" + name + "\" has no value; set reelmill.catalog.variables." + name);
            }
            return Matcher.quoteReplacement(filled);
        });
    }

    private Recipe recipe(YamlFields root, String fingerprint) {
        root.only(KEYS);
        YamlFields hosts = root.fields("hosts").only(Set.of("pages", "downloads"));
        YamlFields titles = root.fields("titles").only(Set.of("links"));
        Servers pages = servers(hosts, "pages");
        if (pages.holdPlaces()) {
            throw hosts.fault("pages", "a place of films has no pages; it belongs under hosts.downloads");
        }
        YamlFields paging = root.has("paging") ? root.fields("paging").only(Set.of("next", "maxPages")) : null;
        return new Recipe(
                root.converted("id", root.text("id"), RecipeReader::id),
                root.text("name"),
                root.converted("contact", root.text("contact"), RecipeReader::contact),
                licence(root),
                pages,
                servers(hosts, "downloads"),
                start(root, pages),
                titles.converted("links", titles.text("links"), FieldSelector::checked),
                paging == null ? null : paging.converted("next", paging.text("next"), FieldSelector::checked),
                paging == null ? 1 : maxPages(paging),
                root.converted("delay", root.optionalText("delay").orElse("1s"), RecipeReader::delay),
                fields(root),
                root.texts("script").stream()
                        .map(text -> root.converted("script", text, Pattern::compile))
                        .toList(),
                fingerprint);
    }

    private @Nullable Licence licence(YamlFields root) {
        if (!root.has("licence")) {
            throw root.fault("licence", "is missing: write \"page\" where each page states it, or its id");
        }
        if (root.isText("licence")) {
            String id = root.text("licence");
            return id.equals("page") ? null : root.converted("licence", id, text -> allowed(text, null));
        }
        YamlFields licence = root.fields("licence").only(Set.of("id", "attribution"));
        String attribution = licence.optionalText("attribution").orElse(null);
        return licence.converted("id", licence.text("id"), text -> allowed(text, attribution));
    }

    private Licence allowed(String id, @Nullable String attribution) {
        return licences.allowed(id, attribution)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + id + "\" is not a licence that films may be shown under; allowed are "
                                + String.join(", ", properties.licences())));
    }

    private static List<URI> start(YamlFields root, Servers pages) {
        if (!root.has("start")) {
            throw root.fault("start", "is missing");
        }
        var start = new ArrayList<URI>();
        for (String text : root.texts("start")) {
            URI address = root.converted("start", text, RecipeReader::webAddress);
            if (!pages.hold(address)) {
                throw root.fault("start", address.getHost() + " is not among hosts.pages");
            }
            start.add(address);
        }
        return start;
    }

    private static Map<Field, FieldSelector> fields(YamlFields root) {
        var selectors = new EnumMap<Field, FieldSelector>(Field.class);
        if (!root.has("fields")) {
            return selectors;
        }
        YamlFields fields = root.fields("fields")
                .only(Stream.of(Field.values()).map(Field::key).collect(Collectors.toSet()));
        for (String key : fields.keys()) {
            Field.named(key).ifPresent(field -> selectors.put(field, selector(fields, key)));
        }
        return selectors;
    }

    private static FieldSelector selector(YamlFields fields, String key) {
        if (fields.isText(key)) {
            return fields.converted(key, fields.text(key), css -> new FieldSelector(css, null, null));
        }
        YamlFields parts = fields.fields(key).only(Set.of("select", "attribute", "pattern"));
        Pattern pattern = parts.optionalText("pattern")
                .map(text -> parts.converted("pattern", text, Pattern::compile))
                .orElse(null);
        String attribute = parts.optionalText("attribute").orElse(null);
        return parts.converted("select", parts.text("select"), css -> new FieldSelector(css, attribute, pattern));
    }

    private static Servers servers(YamlFields hosts, String key) {
        if (!hosts.has(key)) {
            throw hosts.fault(key, "is missing");
        }
        return hosts.converted(key, key, ignored -> Servers.of(hosts.texts(key)));
    }

    private static int maxPages(YamlFields paging) {
        return paging.optionalText("maxPages")
                .map(text -> paging.converted("maxPages", text, Integer::parseInt))
                .orElse(DEFAULT_MAX_PAGES);
    }

    private static URI webAddress(String text) {
        URI address = URI.create(text);
        if (address.getHost() == null || !"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new IllegalArgumentException("\"" + text + "\" is not an http or https address");
        }
        return address;
    }

    private static String id(String text) {
        if (!text.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("must be of small letters, digits and \"-\"");
        }
        return text;
    }

    private static String contact(String text) {
        if (!text.matches("(mailto:)?[^\\s@]+@[^\\s@]+|https?://\\S+")) {
            throw new IllegalArgumentException("must be an address of mail or a page, where site owners reach you");
        }
        return text;
    }

    private static Duration delay(String text) {
        Duration delay = DurationStyle.detectAndParse(text);
        if (delay.isNegative()) {
            throw new IllegalArgumentException("must not be negative");
        }
        return delay;
    }
}
