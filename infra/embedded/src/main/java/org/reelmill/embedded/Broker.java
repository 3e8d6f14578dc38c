package org.reelmill.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.jspecify.annotations.Nullable;

/// The embedded broker: AMQP 0-9-1 by Qpid Broker-J, for the user `guest` on 127.0.0.1.
///
/// It knows Qpid's own queue arguments and closes the connection of a client that sends RabbitMQ's `x-*`
/// ones, rather than ignore what it cannot do. On disk, confirmed persistent messages survive a stop and
/// `kill -9`.
public final class Broker implements AutoCloseable {

    /// Where messages are kept.
    public enum Durability {
        /// In a Berkeley DB in the directory.
        DISK,
        /// Nowhere: all is gone at the stop, and a backlog is bounded by the JVM's direct memory only.
        MEMORY
    }

    private static final String LOOPBACK = "127.0.0.1";

    private final SystemLauncher launcher;
    private final int port;

    private Broker(SystemLauncher launcher, int port) {
        this.launcher = launcher;
        this.port = port;
    }

    /// Starts on a directory, where queues, bindings and messages of an earlier run are found again.
    ///
    /// @param port 0 takes a free one
    /// @throws EmbeddedServiceException if another process has the directory or the port, or the directory
    ///     cannot be used
    public static Broker start(Path directory, int port, Durability durability) {
        ClasspathUrls.register();
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        // Qpid finds its parts by the context loader.
        thread.setContextClassLoader(Broker.class.getClassLoader());
        try {
            return launch(directory.toAbsolutePath(), port, durability);
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// The address with user and password, for any AMQP 0-9-1 client.
    public String uri() {
        return "amqp://guest:guest@" + LOOPBACK + ":" + port + "/";
    }

    /// Closes the connections and the store. Close consumers first, or Qpid logs their loss. May be repeated.
    @Override
    public void close() {
        launcher.shutdown();
    }

    private static Broker launch(Path directory, int port, Durability durability) {
        requireFree(port);
        var started = new StartedSystem();
        var launcher = new SystemLauncher(started);
        try {
            launcher.startup(systemAttributes(directory, BrokerConfiguration.write(directory, port, durability)));
        } catch (IOException e) {
            throw EmbeddedServiceException.notStarted("broker", directory, e);
        } catch (Exception e) {
            launcher.shutdown();
            throw EmbeddedServiceException.notStarted("broker", directory, e);
        }
        try {
            return new Broker(launcher, started.boundPort(directory, port));
        } catch (EmbeddedServiceException e) {
            launcher.shutdown();
            throw e;
        }
    }

    /// Qpid logs a busy port as an error with its whole stack trace; a person shall see one sentence.
    private static void requireFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(LOOPBACK, port));
        } catch (IOException e) {
            throw EmbeddedServiceException.portInUse("broker", port, e);
        }
    }

    private static Map<String, Object> systemAttributes(Path directory, Path configuration) {
        var attributes = new HashMap<String, Object>();
        // The broker's configuration is ours; queues live in the virtual host.
        attributes.put(SystemConfig.TYPE, "Memory");
        attributes.put(
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                configuration.toUri().toString());
        attributes.put(SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, "false");
        attributes.put(SystemConfig.CONTEXT, Map.of("qpid.work_dir", directory.toString()));
        return attributes;
    }

    /// Keeps what Qpid started: a port or a store that fails is an errored object in it, not an exception.
    private static final class StartedSystem extends DefaultSystemLauncherListener {

        private volatile @Nullable SystemConfig<?> system;

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system = resolved;
        }

        int boundPort(Path directory, int wanted) {
            var resolved = system;
            var container = resolved == null ? null : resolved.getContainer();
            if (container == null) {
                throw new EmbeddedServiceException("The broker did not start on " + directory + ". The log says why.");
            }
            for (VirtualHostNode<?> node : container.getChildren(VirtualHostNode.class)) {
                if (node.getState() != State.ACTIVE) {
                    throw new EmbeddedServiceException("The broker's store in " + directory
                            + " did not open. Either another Reelmill uses that data directory: stop it or choose another"
                            + " with --data DIR. Or the disk is full or the directory cannot be written.");
                }
            }
            for (Port<?> port : container.getChildren(Port.class)) {
                if (port.getState() == State.ACTIVE) {
                    return port.getBoundPort();
                }
            }
            throw EmbeddedServiceException.portInUse("broker", wanted, new IOException("Qpid's port is not active"));
        }
    }
}
