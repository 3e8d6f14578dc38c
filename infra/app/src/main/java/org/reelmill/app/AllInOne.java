package org.reelmill.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.OperatorClient;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.embedded.FfmpegBinaries;
import org.reelmill.samples.SampleSite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Everything embedded in one JVM on one data directory: the parts, then the apps, then the sample catalogue.
/// The parts are reached over their real protocols, so nothing here knows what the apps do.
public final class AllInOne implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AllInOne.class);

    private final DataDirectory directory;
    private final EmbeddedServices services;
    private final @Nullable SampleSite samples;
    private final ConfigurableApplicationContext apps;
    private final Ports ports;
    private boolean closed;

    private AllInOne(
            DataDirectory directory,
            EmbeddedServices services,
            @Nullable SampleSite samples,
            ConfigurableApplicationContext apps,
            Ports ports) {
        this.directory = directory;
        this.services = services;
        this.samples = samples;
        this.apps = apps;
        this.ports = ports;
    }

    /// What the person who starts it chose.
    ///
    /// @param listen address of the pages and the edge; all else is on loopback
    /// @param withSamples whether to serve the sample catalogue, and to read it on an empty data directory
    /// @param config further settings
    public record Settings(
            String listen,
            Ports ports,
            boolean withSamples,
            @Nullable Path config) {}

    /// Starts everything; returns when the pages answer. A signal stops it in order.
    ///
    /// @throws org.reelmill.app.operator.Complaint if a port is taken
    public static AllInOne start(DataDirectory directory, Settings settings) {
        var ports = settings.ports().resolve(settings.listen());
        var ffmpeg = CompletableFuture.supplyAsync(() -> FfmpegBinaries.extract(directory.resolve("ffmpeg")));
        var services = EmbeddedServices.start(directory.path());
        var samples = settings.withSamples() ? SampleSite.start(samplesDirectory(), ports.samples()) : null;
        var properties = new EmbeddedProperties(directory, services, ffmpeg.join(), ports, settings);
        var arguments = new ArrayList<String>();
        properties.fixed().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        System.clearProperty("logback.configurationFile"); // Has done its work; Spring Boot warns of it.
        var apps = new SpringApplicationBuilder(AllInOneApp.class)
                .properties(properties.defaults())
                .properties("spring.config.name=reelmill-up")
                .initializers(properties::allowSamples)
                .registerShutdownHook(false) // The parts must outlive the apps: we close all in order.
                .run(arguments.toArray(String[]::new));
        var all = new AllInOne(directory, services, samples, apps, ports);
        Runtime.getRuntime().addShutdownHook(new Thread(all::close, "stop"));
        directory.announce(
                all.address().toString(), services.objects().endpoint().toString());
        if (samples != null) {
            var firstRun = new FirstRun(all.operators(), directory.resolve("samples-read"));
            Thread.ofVirtual().name("first-run").start(firstRun::readSamples);
        }
        return all;
    }

    /// Where the pages are.
    public URI address() {
        return URI.create("http://localhost:" + ports.web() + "/");
    }

    /// The operator API of this very process.
    public OperatorClient operators() {
        return OperatorClient.of(directory.path(), Optional.of(address()));
    }

    /// The addresses and what to do with them.
    public String whatNow() {
        return """

                Reelmill runs on %s

                  Films      %s
                  API        %sapi/docs
                  Edge       http://localhost:%d/  (plays films to those who hold a token)%s%s
                  Log        %s

                What now: open the first address and play a film. It can be watched while it is still being encoded.
                  ./reelmill titles                               what there is, and its state
                  ./reelmill ingest FILE-or-URL --licence CC-BY-4.0   a film of your own
                  ./reelmill --help                               everything else
                Ctrl-C stops it; the next start goes on where it stopped.
                """.formatted(
                        directory.path(),
                        address(),
                        address(),
                        ports.edge(),
                        samples == null ? "" : "\n  Samples    " + samples.address() + "  (a small catalogue site)",
                        ports.management() == null
                                ? ""
                                : "\n  Health     http://localhost:" + ports.management() + "/actuator/health",
                        directory.resolve("logs").resolve("reelmill.log"));
    }

    /// Stops the apps, then the parts. Can be called again.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        log.info("Stopping");
        apps.close();
        if (samples != null) {
            samples.close();
        }
        services.close();
        directory.close();
    }

    static Path samplesDirectory() {
        return Path.of(System.getProperty("reelmill.root", ".")).resolve("samples");
    }
}
