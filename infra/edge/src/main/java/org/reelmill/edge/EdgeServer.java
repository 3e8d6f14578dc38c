package org.reelmill.edge;

import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.reelmill.signing.Denials;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The edge: the only way to the films' objects. `/<token>/<key>` is answered with the object if the token
/// permits it, from a cache on disk that all viewers share.
///
/// Uses Tomcat's HTTP/1.1 connector without its servlet container: raw paths, a virtual thread for each
/// request, files sent by the kernel. Thread-safe.
public final class EdgeServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EdgeServer.class);

    /// Tomcat's parser quotes, at INFO, addresses that it cannot read, and the token with them.
    private static final java.util.logging.Logger QUOTES_ADDRESSES =
            java.util.logging.Logger.getLogger("org.apache.coyote.http11.Http11Processor");

    private static final Duration SILENCE_ALLOWED = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private final EdgeProperties properties;
    private final EdgeCache cache;
    private final EdgeAdapter adapter;
    private final Connector http = new Connector();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /// Requests that a thread is at work on, from before its start until the kernel has its file.
    private final AtomicInteger working = new AtomicInteger();
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("edge-upkeep").daemon().factory());

    public EdgeServer(
            EdgeProperties properties,
            PlayTokenVerifier verifier,
            ObjectStore origin,
            Supplier<Denials> denials,
            InstantSource clock) {
        this.properties = properties;
        this.cache = new EdgeCache(properties.cache(), properties.cacheSize(), origin);
        QUOTES_ADDRESSES.setLevel(Level.WARNING);
        adapter = new EdgeAdapter(verifier, denials, cache, clock);
        http.setAdapter(adapter);
    }

    /// Begins to answer. Can be called once.
    public EdgeServer start() {
        try {
            http.setAddress(InetAddress.getByName(properties.listen()));
            http.setPort(properties.port());
            http.setExecutor(this::work);
            http.setUtilityExecutor(upkeep);
            http.setMaxConnections(MOST_CONNECTIONS);
            http.setMaxKeepAliveRequests(-1);
            http.setConnectionTimeout((int) SILENCE_ALLOWED.toMillis());
            http.setMaxHttpHeaderSize(MOST_HEADER_BYTES);
            http.setTcpNoDelay(true);
            http.init();
            http.start();
            log.info("Started the edge on {}", address());
            return this;
        } catch (Exception e) { // Tomcat's lifecycle declares no less.
            close();
            throw new IllegalStateException(reason(e), e);
        }
    }

    /// The port that was taken.
    public int port() {
        return http.getLocalPort();
    }

    /// What stands before `/<token>/…`.
    public URI address() {
        return URI.create("http://" + properties.listen() + ":" + port());
    }

    /// How often the object store was asked for an object since the start.
    public long originFetches() {
        return cache.fetches();
    }

    /// How many answers of a status were given since the start.
    long answers(int status) {
        return adapter.answers(status);
    }

    /// Answers whose rest the kernel is sending by itself.
    long sending() {
        return http.sending();
    }

    /// Bytes on disk that the cache holds.
    long cachedBytes() {
        return cache.bytes();
    }

    private void work(Runnable request) {
        working.incrementAndGet();
        try {
            threads.execute(() -> {
                try {
                    request.run();
                } finally {
                    working.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            working.decrementAndGet();
            throw e;
        }
    }

    private void awaitAnswers() {
        var end = System.nanoTime() + properties.stopGrace().toNanos();
        while (answering() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        if (answering() > 0) {
            log.warn("The edge stops although {} answers are not finished", answering());
        }
    }

    /// Answers that are being given now. Looks at the threads first: a thread hands its file to the kernel
    /// before it ends, so none is missed.
    long answering() {
        var threadsAtWork = working.get();
        return threadsAtWork + http.sending();
    }

    /// Tomcat's connector, which knows the files that the kernel is sending.
    private static final class Connector extends Http11NioProtocol {

        long sending() {
            return getEndpoint().getConnections().stream()
                    .filter(connection -> connection instanceof NioEndpoint.NioSocketWrapper socket
                            && socket.getSendfileData() != null)
                    .count();
        }
    }

    private String reason(Exception e) {
        var where = properties.listen() + ":" + properties.port();
        return e instanceof BindException
                ? "The edge cannot listen on " + where + ": it is in use, or not an address of this machine."
                        + " Stop what uses it, or set reelmill.edge.port."
                : "The edge could not start on " + where;
    }

    /// Takes no new connection and lets running answers finish, for the grace time at most.
    @Override
    public void close() {
        try {
            http.pause();
            http.closeServerSocketGraceful();
            awaitAnswers();
            http.stop();
            http.destroy();
        } catch (Exception e) { // Tomcat's lifecycle declares no less.
            log.warn("The edge did not stop in order: {}", e.toString());
        }
        threads.shutdownNow();
        upkeep.shutdownNow();
        cache.close();
    }
}
