package org.reelmill.title;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a film in a place that the operator has named in the configuration: `s3://NAME/key` in a
/// bucket, `drop://NAME/path` in a folder. It is a secret like every link of a source, so what is wrong with
/// one is told without quoting it.
///
/// @param place small letters and digits
/// @param path from the place on, in clear: neither absolute, nor leading out of the place
public record PlaceAddress(Kind kind, String place, String path) {

    /// A name of a place.
    public static final Pattern NAME = Pattern.compile("[a-z0-9]{1,40}");

    private static final Pattern ADDRESS =
            Pattern.compile("(s3|drop)://([^/?#]*)(?:/(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    /// A dot, a slash, a backslash or a control character in disguise.
    private static final Pattern DISGUISE = Pattern.compile("%(2e|2f|5c|[01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);
    /// What S3 allows.
    private static final int LONGEST = 1024;

    /// What kind of place it is.
    public enum Kind {
        S3,
        DROP;

        /// The scheme of its addresses.
        public String scheme() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether a text is meant as such an address, be it right or wrong.
    public static boolean isMeant(String text) {
        return ADDRESS.matcher(text.strip()).matches();
    }

    /// Reads an address as people write it. Characters that no web address may have stand for themselves; `%`
    /// begins an escape, so a percent sign of a name is written `%25`, a question mark `%3F`, a hash `%23`.
    ///
    /// @throws IllegalArgumentException with a sentence for an operator if it is none
    public static PlaceAddress parse(String text) {
        Matcher address = ADDRESS.matcher(text.strip());
        require(address.matches(), "it is not of the form s3://NAME/key or drop://NAME/path");
        Kind kind = Kind.valueOf(address.group(1).toUpperCase(Locale.ROOT));
        require(NAME.matcher(address.group(2)).matches(), "the name of a place has small letters and digits only");
        String written = address.group(3) == null ? "" : address.group(3);
        require(!written.isEmpty(), "it names a place, but no film in it");
        require(!written.contains("?") && !written.contains("#"), "? is written %3F in it, and # is written %23");
        require(!BROKEN_ESCAPE.matcher(written).find(), "% is written %25 in it");
        require(!DISGUISE.matcher(written).find(), "dots, slashes and control characters must not be written with %");
        String path = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
        check(kind, path);
        return new PlaceAddress(kind, address.group(2), path);
    }

    /// Reads an address as [#uri] wrote it.
    public static PlaceAddress of(URI uri) {
        return parse(uri.toString());
    }

    /// As it is sealed and stored.
    public URI uri() {
        try {
            return new URI(kind.scheme(), place, "/" + path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("An address of " + this + " cannot be written.");
        }
    }

    /// The place only, e.g. `s3://archive`: the path is a secret.
    @Override
    public String toString() {
        return kind.scheme() + "://" + place;
    }

    private static void check(Kind kind, String path) {
        boolean isText =
                !path.contains("\uFFFD") && StandardCharsets.UTF_8.newEncoder().canEncode(path);
        require(isText, "it is not written in UTF-8");
        require(
                path.getBytes(StandardCharsets.UTF_8).length <= LONGEST,
                "its path is longer than " + LONGEST + " bytes");
        require(path.chars().noneMatch(Character::isISOControl), "control characters are not allowed in it");
        require(path.indexOf('\\') < 0, "backslashes are not allowed in it");
        List<String> names = List.of(path.split("/", -1));
        require(names.stream().noneMatch(String::isEmpty), "its path begins or ends with a slash, or has two together");
        require(names.stream().noneMatch(name -> name.matches("\\.{1,2}")), "its path must not leave the place");
        if (kind == Kind.DROP) {
            require(names.stream().noneMatch(name -> name.startsWith(".")), "hidden files are not taken");
            require(
                    !path.toLowerCase(Locale.ROOT).endsWith(".part"),
                    "a name that ends in .part belongs to a file that is still being written");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("The address cannot be used: " + otherwise + ".");
        }
    }
}
