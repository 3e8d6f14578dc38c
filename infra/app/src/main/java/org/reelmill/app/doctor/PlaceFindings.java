package org.reelmill.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.reelmill.storage.FilmBucket;
import org.reelmill.storage.FilmBucketProperties;
import org.reelmill.storage.FilmBucketRefusal;
import org.reelmill.worker.source.SourceProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// Whether the places of films that a configuration names can be read on this machine.
final class PlaceFindings {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private PlaceFindings() {}

    /// One for each place; none where none is configured.
    static List<Finding> of(Environment environment) {
        try {
            var sources = Binder.get(environment).bindOrCreate("reelmill.worker.source", SourceProperties.class);
            var findings = new ArrayList<Finding>();
            new TreeMap<>(sources.folders()).forEach((name, folder) -> findings.add(folder("drop://" + name, folder)));
            new TreeMap<>(sources.s3()).forEach((name, bucket) -> findings.add(bucket("s3://" + name, bucket)));
            return findings;
        } catch (BindException e) {
            Throwable first = e;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            return List.of(Finding.broken("places of films", "reelmill.worker.source.*: " + first.getMessage()));
        }
    }

    private static Finding folder(String place, Path folder) {
        if (!Files.isDirectory(folder)) {
            return Finding.broken(
                    place, folder + " is no directory on this machine: mount it, as on every machine with a worker.");
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isPresent()
                    ? Finding.ok(place, folder + " can be read")
                    : Finding.warning(place, folder + " is empty: if films should be in it, it is not mounted.");
        } catch (IOException e) {
            return Finding.broken(place, folder + " cannot be read by this user.");
        }
    }

    private static Finding bucket(String place, FilmBucketProperties properties) {
        try (var bucket = new FilmBucket(properties, PATIENCE, PATIENCE)) {
            bucket.reach();
            return Finding.ok(place, "answers, " + properties);
        } catch (FilmBucketRefusal refusal) {
            return switch (refusal.reason()) {
                case GONE -> Finding.broken(place, "There is no " + properties + ".");
                // A key that may read objects only may not ask for the bucket.
                case FORBIDDEN ->
                    Finding.warning(
                            place,
                            "The " + properties + " answers " + refusal.status()
                                    + ": right if the key may read objects only, else it is a wrong one.");
                case CHANGED, PAST_THE_END, MISCONFIGURED, AWAY ->
                    Finding.broken(place, "The " + properties + " answers " + refusal.status() + ".");
            };
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Finding.broken(place, "The " + properties + " does not answer (" + cause.getMessage() + ").");
        }
    }
}
