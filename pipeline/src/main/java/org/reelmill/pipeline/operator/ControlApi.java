package org.reelmill.pipeline.operator;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.PlainText;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Pause;
import org.reelmill.title.Pauses;
import org.reelmill.web.OperatorsOnly;
import org.reelmill.web.Problem;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Control of ingests under way over HTTP.
@RestController
@RequestMapping("/api/operator")
@OperatorsOnly
class ControlApi {

    private final IngestControl control;
    private final Pauses pauses;

    ControlApi(IngestControl control, Pauses pauses) {
        this.control = control;
        this.pauses = pauses;
    }

    @PostMapping("/titles/{id}/pause")
    View pause(@PathVariable String id) {
        return view(control.pause(id));
    }

    @PostMapping("/titles/{id}/resume")
    View resume(@PathVariable String id) {
        return view(control.resume(id));
    }

    @PostMapping("/titles/{id}/cancel")
    View cancel(@PathVariable String id) {
        return view(control.cancel(id));
    }

    /// Puts the title's ingest before others, also while it is queued.
    @PostMapping("/titles/{id}/priority")
    View prefer(@PathVariable String id, @Valid @RequestBody Preference wish) {
        String name = wish.ticketClass() == null ? control.underWay(id).ticketClass() : wish.ticketClass();
        return view(control.prefer(id, classOf(name), wish.priority()));
    }

    @PostMapping("/batch/pause")
    BatchView pauseBatch() {
        control.pauseBatch();
        return batch();
    }

    @PostMapping("/batch/resume")
    BatchView resumeBatch() {
        control.resumeBatch();
        return batch();
    }

    private static TicketClass classOf(String name) {
        if (name.equals(TicketClass.INTERACTIVE.id()) || name.equals(TicketClass.BATCH.id())) {
            return IngestStarter.classOf(name);
        }
        throw Problem.badRequest(
                "unknown-class",
                "There is no class \"" + PlainText.of(name, 80)
                        + "\". There are: interactive (somebody waits), batch.");
    }

    private View view(Ingest ingest) {
        return new View(
                ingest.title(),
                ingest.id(),
                ingest.state(),
                ingest.ticketClass(),
                ingest.priority(),
                pauses.of(ingest).map(Pause::since).orElse(null));
    }

    private BatchView batch() {
        return new BatchView(pauses.all().stream()
                .filter(pause -> pause.id().equals(Pauses.BATCH))
                .map(Pause::since)
                .findFirst()
                .orElse(null));
    }

    /// A wish to have an ingest sooner, or later.
    ///
    /// @param ticketClass `interactive` or `batch`; as it is unless given
    /// @param priority higher goes first within the class; batch work has 10, what somebody waits for 100
    record Preference(
            @Nullable String ticketClass,
            @NotNull @Min(0) @Max(1000) Integer priority) {}

    /// An ingest as its controls leave it.
    ///
    /// @param pausedAt since when no task of it is begun; `null` where it is not paused
    record View(
            String titleId,
            String ingestId,
            IngestState state,
            String ticketClass,
            int priority,
            @Nullable Instant pausedAt) {}

    /// @param pausedAt since when no task of the batch is begun; `null` where it is not paused
    record BatchView(@Nullable Instant pausedAt) {}
}
