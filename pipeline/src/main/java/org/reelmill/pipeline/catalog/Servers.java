package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reelmill.title.PlaceAddress;

/// Names servers: `example.org` on the usual ports, `example.org:8080` on this port only; and places of films
/// that the workers' configuration knows: `s3://archive`, `drop://inbox`.
record Servers(Set<String> names) {

    private static final Pattern PLACE = Pattern.compile("((?:s3|drop)://" + PlaceAddress.NAME + ")/?");

    Servers {
        names = Set.copyOf(names);
    }

    /// @param names each a host, `host:port`, an address whose server is meant, or a place
    /// @throws IllegalArgumentException if one is none of these
    static Servers of(Collection<String> names) {
        return new Servers(names.stream().map(Servers::named).collect(Collectors.toSet()));
    }

    /// Whether any of them is a place of films, which has no pages.
    boolean holdPlaces() {
        return names.stream().anyMatch(name -> name.contains("://"));
    }

    boolean hold(URI address) {
        if (PlaceAddress.isMeant(address.toString())) {
            return names.contains(PlaceAddress.of(address).toString());
        }
        String server = server(address);
        int colon = server.lastIndexOf(':');
        String port = server.substring(colon + 1);
        boolean usual = port.equals("80") || port.equals("443");
        return names.contains(server) || usual && names.contains(server.substring(0, colon));
    }

    /// Host and port of an address, e.g. `example.org:443`.
    static String server(URI address) {
        int port = address.getPort();
        int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        return host + ":" + (port < 0 ? usual : port);
    }

    /// The server or place of an address as people name it.
    static String named(URI address) {
        return PlaceAddress.isMeant(address.toString())
                ? PlaceAddress.of(address).toString()
                : String.valueOf(address.getHost());
    }

    private static String named(String name) {
        Matcher place = PLACE.matcher(name);
        if (place.matches()) {
            return place.group(1);
        }
        if (PlaceAddress.isMeant(name)) {
            throw new IllegalArgumentException(
                    "a place of films is named s3://NAME or drop://NAME, with small letters and digits");
        }
        if (name.contains("://")) {
            return server(URI.create(name));
        }
        if (!name.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?")) {
            throw new IllegalArgumentException("\"" + name + "\" is not a host, nor host:port");
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
