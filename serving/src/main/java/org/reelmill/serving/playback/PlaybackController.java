package org.reelmill.serving.playback;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.reelmill.serving.Guests;
import org.reelmill.signing.Denial;
import org.reelmill.signing.DenialList;
import org.reelmill.web.Caller;
import org.reelmill.web.OperatorsOnly;
import org.reelmill.web.Problem;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Grants and play sessions over HTTP.
@RestController
@RequestMapping("/api")
@Tag(name = "Playback", description = "Permission to watch")
class PlaybackController {

    private final Grants grants;
    private final PlaySessions sessions;
    private final DenialList denials;
    private final Guests guests;

    PlaybackController(Grants grants, PlaySessions sessions, DenialList denials, Guests guests) {
        this.grants = grants;
        this.sessions = sessions;
        this.denials = denials;
        this.guests = guests;
    }

    @PostMapping("/movies/{id}/grants")
    @Operation(summary = "Grants permission to watch a film that is PLAYABLE or READY")
    ResponseEntity<Grant> grant(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        guests.mayWatch(caller);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(grants.grant(id, caller));
    }

    @PostMapping("/sessions/{id}/heartbeat")
    @Operation(summary = "Says that a player still plays")
    ResponseEntity<Void> heartbeat(@PathVariable String id) {
        PlaySession session = sessions.beat(id).orElseThrow(() -> ended(mustExist(id)));
        grants.mustNotBeTakenDown(session.title());
        return ResponseEntity.noContent().build();
    }

    private static Problem ended(PlaySession session) {
        return session.denied() == null
                ? new Problem(HttpStatus.GONE, "session-ended", "This play session has ended; get another grant.")
                : new Problem(HttpStatus.GONE, "session-denied", "An operator has ended this: " + session.denied());
    }

    @DeleteMapping("/sessions/{id}")
    @Operation(summary = "Ends a play session; the edges refuse its token within seconds")
    ResponseEntity<Void> end(@PathVariable String id) {
        PlaySession session = mustExist(id);
        // Denied before it is ended, so that a crash between the two can be mended by asking again.
        denials.add(new Denial(Denial.Kind.SESSION, id, session.expiresAt()));
        sessions.end(id);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/operator/sessions/{id}/deny")
    @OperatorsOnly
    @Hidden
    ResponseEntity<Void> deny(@PathVariable String id, @RequestBody Denied denied) {
        PlaySession session = mustExist(id);
        denials.add(new Denial(Denial.Kind.SESSION, id, session.expiresAt()));
        sessions.deny(id, denied.reason);
        return ResponseEntity.noContent().build();
    }

    /// @param reason that the viewer is told
    record Denied(String reason) {}

    private PlaySession mustExist(String id) {
        return sessions.find(id)
                .orElseThrow(() -> Problem.notFound("session-not-found", "There is no play session with this id."));
    }
}
