package org.reelmill.worker.source;

import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.OutboundProperties;
import org.reelmill.storage.FilmBucket;
import org.reelmill.title.PlaceAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows where each address leads: to a server on the web, or to one of the places that the configuration
/// names. Thread-safe.
public final class Origins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Origins.class);

    private final OutboundHttp http;
    private final SourceProperties properties;
    private final Map<String, FilmBucket> buckets;

    /// @param patience with servers and stores
    public Origins(OutboundHttp http, OutboundProperties patience, SourceProperties properties) {
        this.http = http;
        this.properties = properties;
        properties.folders().forEach((name, folder) -> {
            if (!Files.isDirectory(folder)) {
                log.warn("The folder of drop://{} is not there: its films are left to other workers", name);
            }
        });
        this.buckets = properties.s3().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        place -> new FilmBucket(
                                place.getValue(), patience.connectTimeout(), patience.responseTimeout())));
    }

    /// @param source its id
    Origin of(String source, URI link) {
        if (!PlaceAddress.isMeant(link.toString())) {
            return new WebOrigin(http, source, link, properties);
        }
        var address = PlaceAddress.of(link);
        return switch (address.kind()) {
            case S3 -> {
                var bucket = buckets.get(address.place());
                yield bucket == null
                        ? new UnknownPlace(address)
                        : new BucketOrigin(bucket, source, address, properties);
            }
            case DROP -> {
                var folder = properties.folders().get(address.place());
                yield folder == null
                        ? new UnknownPlace(address)
                        : new FolderOrigin(new FilmFolder(folder), source, address, properties);
            }
        };
    }

    @Override
    public void close() {
        buckets.values().forEach(FilmBucket::close);
    }
}
