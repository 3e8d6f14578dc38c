package org.reelmill.http;

import java.net.UnknownHostException;

/// A link led to a server that is not on a public address, or is no web address at all. Says which host, why,
/// and what to configure; never the whole link. It is an [UnknownHostException] since a resolver can throw no
/// other.
public final class RefusedAddress extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    private final String host;

    RefusedAddress(String host, String why) {
        super(why);
        this.host = host;
    }

    static RefusedAddress notPublic(String host, int port, String address) {
        String server = host + ":" + port;
        return new RefusedAddress(
                host,
                host + " is at " + address + ", which is not a public address. If it is meant to be reached, add \""
                        + server + "\" to reelmill.outbound.allowed.");
    }

    public String host() {
        return host;
    }
}
