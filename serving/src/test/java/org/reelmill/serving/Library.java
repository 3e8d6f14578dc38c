package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Failure;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Publication;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.title.Viewings;
import org.springframework.data.mongodb.core.query.Update;

/// Puts titles into the store and moves them on, as pipeline and workers do.
public final class Library {

    public static final String MASTER = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a0-eng/index.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="Deutsch",LANGUAGE="de",AUTOSELECT=YES,URI="t0-deu/index.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=1400000,AVERAGE-BANDWIDTH=900000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=24.000,AUDIO="aac",SUBTITLES="text"
            v360/index.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=6400000,AVERAGE-BANDWIDTH=4100000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1920x1080,FRAME-RATE=24.000,AUDIO="aac",SUBTITLES="text"
            v1080/index.m3u8
            """;

    private final Titles titles;
    private final Ingests ingests;
    private final ObjectStore objects;
    private final Viewings viewings;

    Library(Serving serving) {
        this.titles = serving.part(Titles.class);
        this.ingests = serving.part(Ingests.class);
        this.objects = serving.part(ObjectStore.class);
        this.viewings = serving.part(Viewings.class);
    }

    /// A title that can be requested.
    public Title add(String name) {
        return add(name, List.of("Drama"), null, List.of(Ids.next()));
    }

    public Title add(String name, List<String> genres, @Nullable String poster, List<String> sources) {
        String id = Ids.next();
        return titles.save(new Title(
                id,
                "test/" + id,
                "https://catalogue.test/" + id,
                name,
                null,
                1968,
                "About " + name + ".",
                genres,
                List.of("Buster Keaton"),
                Duration.ofSeconds(5400),
                "en",
                poster,
                new Licence("CC-BY-3.0", URI.create("https://creativecommons.org/licenses/by/3.0/"), "(c) The Makers"),
                Map.of(),
                sources,
                TitleState.DISCOVERED,
                null,
                null,
                Instant.now(),
                null,
                null));
    }

    /// Moves the ingest of a title through these states.
    public Ingest move(String title, IngestState... states) {
        String ingest = ingestOf(title);
        for (IngestState state : states) {
            assertThat(ingests.move(ingest, state, new Update())).isPresent();
        }
        return ingests.find(ingest).orElseThrow();
    }

    public void reject(String title, String reason) {
        assertThat(ingests.end(ingestOf(title), IngestState.REJECTED, new Failure("no-video", reason, null)))
                .isPresent();
    }

    /// Makes a title READY, as the last step of an ingest does.
    public Title publish(String title) {
        var ingest = new Ingest(
                title + "-90",
                title,
                "source",
                IngestState.READY,
                "batch",
                1,
                null,
                null,
                null,
                Instant.now(),
                null,
                null,
                null,
                null);
        ingests.add(ingest);
        objects.put(ingest.prefix() + "master.m3u8", MASTER.getBytes(StandardCharsets.UTF_8), ContentType.PLAYLIST);
        titles.move(title, TitleState.WANTED, new Update().set("ingest", ingest.id()));
        var publication = new Publication(
                ingest.id(),
                ingest.prefix(),
                "master.m3u8",
                null,
                "storyboard/index.vtt",
                "chapters.vtt",
                Duration.ofSeconds(9000),
                Instant.now());
        return titles.publish(title, publication).orElseThrow();
    }

    public void takeDown(String title) {
        assertThat(titles.move(title, TitleState.TAKEN_DOWN, new Update())).isPresent();
    }

    /// Puts a READY title away, as the job retention does.
    public void evict(String title) {
        String publication = Objects.requireNonNull(
                        titles.find(title).orElseThrow().publication())
                .id();
        assertThat(titles.evict(title, publication)).isPresent();
    }

    public Optional<Instant> lastWatched(String title) {
        return Optional.ofNullable(viewings.last().get(title));
    }

    public List<Ingest> ingests(String title) {
        return ingests.ofTitle(title);
    }

    private String ingestOf(String title) {
        String ingest = titles.find(title).orElseThrow().ingest();
        if (ingest == null) {
            throw new IllegalStateException("The title has no ingest.");
        }
        return ingest;
    }
}
