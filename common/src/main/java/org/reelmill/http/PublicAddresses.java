package org.reelmill.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Tells addresses of the public internet from all others, by IANA's special-purpose registries (RFC 6890).
final class PublicAddresses {

    private static final List<Block> IPV4_SPECIAL = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10", // between a provider and its customers (RFC 6598)
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, also the metadata servers of clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /// All that is public in version 6 lies in here; loopback, link-local, unique local, mapped, translated
    /// and multicast addresses do not.
    private static final List<Block> IPV6_PUBLIC = blocks("2000::/3");

    private static final List<Block> IPV6_SPECIAL = blocks(
            "2001::/23", // Teredo and other protocols
            "2001:db8::/32",
            "2002::/16", // 6to4 carries any version 4 address
            "3fff::/20");

    private PublicAddresses() {}

    /// Whether an address may be reached by whoever gives us a link.
    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return IPV4_SPECIAL.stream().noneMatch(block -> block.holds(address));
        }
        return IPV6_PUBLIC.stream().anyMatch(block -> block.holds(address))
                && IPV6_SPECIAL.stream().noneMatch(block -> block.holds(address));
    }

    private static List<Block> blocks(String... blocks) {
        return Arrays.stream(blocks).map(Block::parse).toList();
    }

    private record Block(byte[] network, int prefixBits) {

        static Block parse(String block) {
            int slash = block.indexOf('/');
            try {
                // A literal: nothing is looked up.
                byte[] network =
                        InetAddress.getByName(block.substring(0, slash)).getAddress();
                return new Block(network, Integer.parseInt(block.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(block, e);
            }
        }

        boolean holds(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < prefixBits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((bytes[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
