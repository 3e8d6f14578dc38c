package org.reelmill.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/// Hands the HTTP client public addresses only. The client connects to the very addresses that were checked
/// here: there is no second look-up that could say something else.
final class GuardedResolver implements DnsResolver {

    private final NameResolver names;
    private final Set<String> allowed;

    GuardedResolver(NameResolver names, List<String> allowed) {
        this.names = names;
        this.allowed = allowed.stream().map(GuardedResolver::plain).collect(Collectors.toSet());
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] found = names.resolve(host);
        boolean exception = allowed.contains(plain(host + ":" + port));
        List<InetSocketAddress> usable = Stream.of(found)
                .filter(address -> exception || PublicAddresses.isPublic(address))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        if (usable.isEmpty()) {
            throw RefusedAddress.notPublic(host, port, found[0].getHostAddress());
        }
        return usable;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException("The port is needed to decide on " + host + ".");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static String plain(String server) {
        return server.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    }
}
