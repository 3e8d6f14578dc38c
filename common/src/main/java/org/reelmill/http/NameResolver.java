package org.reelmill.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Finds the addresses of a host's name, public or not.
@FunctionalInterface
public interface NameResolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
