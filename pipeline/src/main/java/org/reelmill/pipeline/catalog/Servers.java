package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Names servers: `example.org` on the usual ports, `example.org:8080` on this port only.
record Servers(Set<String> names) {

    Servers {
        names = Set.copyOf(names);
    }

    /// @param names each a host, `host:port`, or an address whose server is meant
    /// @throws IllegalArgumentException if one is none of these
    static Servers of(Collection<String> names) {
        return new Servers(names.stream().map(Servers::named).collect(Collectors.toSet()));
    }

    boolean hold(URI address) {
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

    private static String named(String name) {
        if (name.contains("://")) {
            return server(URI.create(name));
        }
        if (!name.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?")) {
            throw new IllegalArgumentException("\"" + name + "\" is not a host, nor host:port");
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
