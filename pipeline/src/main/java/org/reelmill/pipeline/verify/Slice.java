package org.reelmill.pipeline.verify;

import java.util.List;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.PublicationManifest.Entry;

/// A few objects of a publication, which are checked together; how far a job is, is noted after each.
///
/// @param from number of the first object in the manifest
/// @param to number after the last one
public record Slice(PublicationManifest manifest, int from, int to) {

    /// Few enough that a stop or a kill costs little.
    public static final int OBJECTS = 50;

    /// The slice that begins at an object.
    public static Slice of(PublicationManifest manifest, int from) {
        return new Slice(
                manifest, from, Math.min(from + OBJECTS, manifest.objects().size()));
    }

    List<Entry> entries() {
        return manifest.objects().subList(from, to);
    }

    String prefix() {
        return "titles/" + manifest.title() + "/" + manifest.id() + "/";
    }
}
