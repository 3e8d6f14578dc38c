package org.reelmill.serving.playback;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.reelmill.serving.catalogue.Catalogue;
import org.reelmill.serving.catalogue.ViewerState;
import org.reelmill.signing.PlayToken;
import org.reelmill.signing.PlayTokenSigner;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.Publication;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Viewings;
import org.reelmill.web.Caller;
import org.reelmill.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Grants permission to watch: looks what plays, opens a play session, signs the way to its playlist.
@Component
final class Grants {

    /// Edges compare with their own clocks, without leeway.
    private static final Duration CLOCK_LEEWAY = Duration.ofMinutes(1);

    private static final int RUNNING_TIMES = 3;
    private static final String GROWING_PLAYLIST = "now/master.m3u8";

    private final Catalogue catalogue;
    private final PlaySessions sessions;
    private final PlayTokenSigner signer;
    private final PlaybackProperties properties;
    private final Viewings viewings;
    private final Counter granted;

    Grants(
            Catalogue catalogue,
            PlaySessions sessions,
            PlayTokenSigner signer,
            PlaybackProperties properties,
            Viewings viewings,
            MeterRegistry metrics) {
        this.catalogue = catalogue;
        this.sessions = sessions;
        this.signer = signer;
        this.properties = properties;
        this.viewings = viewings;
        this.granted = Counter.builder("reelmill.grants")
                .description("Permissions to watch that were given")
                .register(metrics);
    }

    /// @throws Problem 404 if there is no such title, 409 if it does not play now, 410 if it was taken down
    Grant grant(String movie, Caller viewer) {
        Title title = catalogue.title(movie);
        Ingest ingest = catalogue.ingest(title).orElse(null);
        Playable playable = playable(title, ingest);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant expiry = now.plus(goodFor(playable.duration));
        var session = new PlaySession(
                Ids.next(), title.id(), playable.publication, viewer.id(), now, expiry, 0, null, null, null);
        String token = signer.sign(new PlayToken(session.id(), playable.prefix, now.minus(CLOCK_LEEWAY), expiry));
        sessions.add(session);
        viewings.note(title.id(), now);
        granted.increment();
        String signed = properties.edges().getFirst() + "/" + token + "/" + playable.prefix;
        return new Grant(
                URI.create(signed + playable.playlist),
                playable.storyboard == null ? null : URI.create(signed + playable.storyboard),
                playable.chapters == null ? null : URI.create(signed + playable.chapters),
                expiry,
                session.id(),
                properties.heartbeat().toSeconds());
    }

    /// @throws Problem 410 if the title that a session plays was taken down
    void mustNotBeTakenDown(String movie) {
        if (catalogue.title(movie).state() == TitleState.TAKEN_DOWN) {
            throw takenDown();
        }
    }

    private static Problem takenDown() {
        return new Problem(HttpStatus.GONE, "movie-taken-down", "This film was taken down.");
    }

    private Duration goodFor(@Nullable Duration running) {
        Duration wish = running == null ? properties.longestGrant() : running.multipliedBy(RUNNING_TIMES);
        return wish.compareTo(properties.shortestGrant()) < 0
                ? properties.shortestGrant()
                : wish.compareTo(properties.longestGrant()) > 0 ? properties.longestGrant() : wish;
    }

    private static Playable playable(Title title, @Nullable Ingest ingest) {
        ViewerState state = ViewerState.of(title, ingest);
        Publication publication = title.publication();
        if (state == ViewerState.READY && publication != null) {
            return new Playable(
                    publication.id(),
                    publication.prefix(),
                    publication.playlist(),
                    publication.storyboard(),
                    publication.chapters(),
                    publication.duration());
        }
        if (state == ViewerState.PLAYABLE && ingest != null) {
            return new Playable(ingest.id(), ingest.prefix(), GROWING_PLAYLIST, null, null, title.runtime());
        }
        throw refusal(state);
    }

    private static Problem refusal(ViewerState state) {
        return switch (state) {
            case TAKEN_DOWN -> takenDown();
            case EVICTED ->
                new Problem(
                        HttpStatus.CONFLICT,
                        "movie-put-away",
                        "This film was put away, since nobody watched it. Request it, and it comes back.");
            case DISCOVERED, WANTED, QUEUED, INGESTING, PLAYABLE, READY, REJECTED, FAILED ->
                new Problem(
                        HttpStatus.CONFLICT,
                        "movie-not-playable",
                        "This film does not play yet: it is " + state + ". Request it, and follow the request.");
        };
    }

    private record Playable(
            String publication,
            String prefix,
            String playlist,
            @Nullable String storyboard,
            @Nullable String chapters,
            @Nullable Duration duration) {}
}
