package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Asserts that a port is bound to 127.0.0.1 itself: 127.0.0.2 is this machine as well, and reaches what is
/// bound to all
/// addresses.
final class Loopback {

    private Loopback() {}

    static void assertOnly(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2_000);
            assertThat(socket.isConnected()).isTrue();
        }
        try (var socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.2", port), 2_000))
                    .isInstanceOf(IOException.class);
        }
    }
}
