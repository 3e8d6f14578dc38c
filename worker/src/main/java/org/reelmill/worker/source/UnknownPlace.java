package org.reelmill.worker.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.PlaceAddress;

/// Stands for a place that this worker's configuration does not know. Parts that other workers have fetched
/// from there can be read all the same.
record UnknownPlace(PlaceAddress address) implements Origin {

    @Override
    public Answer ask(long first, long last, @Nullable SourceFile known) {
        String property = switch (address.kind()) {
            case S3 -> "reelmill.worker.source.s3." + address.place() + ".*";
            case DROP -> "reelmill.worker.source.folders." + address.place();
        };
        throw new SourceElsewhere(
                "The film lies in " + address + ", which this worker does not know (" + property + ").");
    }

    @Override
    public String told(IOException thrown) {
        return "It lies in a place that this worker does not know.";
    }
}
