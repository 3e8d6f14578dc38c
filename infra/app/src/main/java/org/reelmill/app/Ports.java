package org.reelmill.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.Complaint;

/// The ports that people reach the all-in-one at; 0 means any free one.
///
/// @param management of health and metrics, on loopback; null where nobody wants them
public record Ports(
        int web, int edge, int samples, @Nullable Integer management) {

    /// Replaces zeros by free ports, and complains about those that are taken.
    ///
    /// @throws Complaint if a port is busy or not allowed
    public Ports resolve(String listen) {
        return new Ports(
                free(listen, web, "--port"),
                free(listen, edge, "--edge-port"),
                free("127.0.0.1", samples, "--samples-port"),
                management == null ? null : free("127.0.0.1", management, "--management-port"));
    }

    private static int free(String listen, int port, String option) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(listen), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Complaint(
                    "Port " + port + " on " + listen + " cannot be used (" + e.getMessage()
                            + "). Stop what uses it, or choose another with " + option + " PORT.",
                    e);
        }
    }
}
