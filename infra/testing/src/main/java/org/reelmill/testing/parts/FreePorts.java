package org.reelmill.testing.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of 127.0.0.1 that nobody listens on, for programs that cannot take port 0.
public final class FreePorts {

    // Below the kernel's range for outgoing connections, so that none of those takes the port between this
    // look and the part's start, or while a killed part is started again.
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    private FreePorts() {}

    /// One of them, at random: others who start parts at the same time hardly choose the same.
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("No free port found between " + LOWEST + " and " + HIGHEST + ".");
    }
}
