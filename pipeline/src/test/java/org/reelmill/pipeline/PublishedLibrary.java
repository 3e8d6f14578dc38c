package org.reelmill.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reelmill.pipeline.catalog.Digests;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Publication;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.PublicationManifest.Entry;
import org.reelmill.title.Publications;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;

/// Films as a worker leaves them when they are READY: title, ingest, manifest, objects that stand for
/// segments.
public final class PublishedLibrary {

    private final RunningPipeline pipeline;

    public PublishedLibrary(RunningPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /// @param segments how many, of `bytes` each
    public Title film(int segments, int bytes, Instant ready) {
        Instant readyAt = ready.truncatedTo(ChronoUnit.MILLIS);
        String id = Ids.next();
        var ingest = new Ingest(
                id + "-1",
                id,
                "s-" + id,
                IngestState.READY,
                "batch",
                10,
                null,
                null,
                null,
                readyAt,
                null,
                null,
                readyAt,
                null);
        pipeline.part(Ingests.class).add(ingest);
        pipeline.part(Sources.class).save(new Source("s-" + id, id, "sealed", "mp4", null, null, null, null, null));
        var entries = new ArrayList<Entry>();
        for (int number = 0; number < segments; number++) {
            byte[] content =
                    "%s %05d".formatted(id, number).repeat(bytes / 32 + 1).getBytes(StandardCharsets.UTF_8);
            entries.add(put(ingest.prefix() + "v360/s%05d.a1.m4s".formatted(number), content, ContentType.SEGMENT));
        }
        byte[] playlist = "#EXTM3U\n".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("v360/index.m3u8", "master.m3u8", "now/master.m3u8")) {
            entries.add(put(ingest.prefix() + name, playlist, ContentType.PLAYLIST));
            publications().keep(ingest.id(), ingest.prefix() + name, playlist);
        }
        publications().save(PublicationManifest.of(ingest, entries));
        var publication = new Publication(
                ingest.id(), ingest.prefix(), "master.m3u8", null, null, null, Duration.ofMinutes(1), readyAt);
        return pipeline.part(Titles.class)
                .save(new Title(
                        id,
                        "test/" + id,
                        null,
                        "Film " + id,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        new Licence("CC0-1.0", null, null),
                        Map.of(),
                        List.of("s-" + id),
                        TitleState.AVAILABLE,
                        ingest.id(),
                        publication,
                        readyAt,
                        readyAt,
                        null));
    }

    private Entry put(String key, byte[] bytes, ContentType type) {
        pipeline.part(ObjectStore.class).put(key, bytes, type);
        return new Entry(key, bytes.length, Digests.sha256(bytes));
    }

    private Publications publications() {
        return pipeline.part(Publications.class);
    }
}
