package org.reelmill.pipeline.operator;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.PlainText;
import org.reelmill.pipeline.progress.IngestPaces;
import org.reelmill.pipeline.progress.TimeLeft;
import org.reelmill.pipeline.retention.KeptTitles;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestProgress;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Pause;
import org.reelmill.title.Pauses;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.web.OperatorsOnly;
import org.reelmill.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Titles as operators see them: with their ingests, how far those are, and why they failed.
@RestController
@RequestMapping("/api/operator/titles")
@OperatorsOnly
class TitlesApi {

    private static final int MOST = 500;
    private static final int MOST_REPAIRS = 50;

    /// What [#state] can say.
    private static final Set<String> STATES = new TreeSet<>(Set.of(
            "DISCOVERED",
            "WANTED",
            "QUEUED",
            "INGESTING",
            "PLAYABLE",
            "READY",
            "REJECTED",
            "FAILED",
            "EVICTED",
            "TAKEN_DOWN"));

    private final Titles titles;
    private final Sources sources;
    private final Ingests ingests;
    private final Tasks tasks;
    private final Pauses pauses;
    private final IngestPaces paces;
    private final Repairs repairs;
    private final KeptTitles kept;
    private final IngestStarter starter;

    TitlesApi(
            Titles titles,
            Sources sources,
            Ingests ingests,
            Tasks tasks,
            Pauses pauses,
            IngestPaces paces,
            Repairs repairs,
            KeptTitles kept,
            IngestStarter starter) {
        this.titles = titles;
        this.sources = sources;
        this.ingests = ingests;
        this.tasks = tasks;
        this.pauses = pauses;
        this.paces = paces;
        this.repairs = repairs;
        this.kept = kept;
        this.starter = starter;
    }

    /// @param state as viewers see it, e.g. `INGESTING`
    /// @param after id of the last title of the page before
    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        if (state != null && !STATES.contains(state)) {
            throw Problem.badRequest(
                    "unknown-state",
                    "There is no state \"" + PlainText.of(state, 80) + "\". There are: " + String.join(", ", STATES)
                            + ".");
        }
        int most = Math.clamp(limit, 1, MOST);
        List<TitleView> rest = titles.all().stream()
                .filter(title -> after == null || title.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(Title::id))
                .map(title -> view(title, List.of()))
                .filter(view -> state == null || view.state().equals(state))
                .limit(most + 1L)
                .toList();
        boolean more = rest.size() > most;
        List<TitleView> items = more ? rest.subList(0, most) : rest;
        return new Page(items, more ? items.getLast().id() : null);
    }

    @GetMapping("/{id}")
    TitleView show(@PathVariable String id) {
        return titles.find(id)
                .map(title -> view(title, repairs.ofTitle(id, MOST_REPAIRS)))
                .orElseThrow(() -> Problem.notFound("title-not-found", "There is no title with this id."));
    }

    /// Ingests a title again, whatever became of it: rejected, failed, put away. One that plays does so until
    /// the new publication replaces what it has. An ingest that FAILED goes on where it was.
    ///
    /// @param anew whether a new ingest is begun in any case
    @PostMapping("/{id}/ingests")
    @ResponseStatus(HttpStatus.ACCEPTED)
    TitleView ingest(@PathVariable String id, @RequestParam(defaultValue = "false") boolean anew) {
        show(id);
        if (!anew && starter.redrive(id).isPresent()) {
            return show(id);
        }
        if (starter.start(id, TicketClass.BATCH)
                .or(() -> starter.renew(id, TicketClass.BATCH))
                .isEmpty()) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "title-not-ingestible",
                    "This title cannot be ingested: it was taken down, or it has no source.");
        }
        return show(id);
    }

    /// Keeps a title from being put away, however long nobody watches it.
    @PutMapping("/{id}/keep")
    TitleView keep(@PathVariable String id) {
        show(id);
        kept.keep(id);
        return show(id);
    }

    @DeleteMapping("/{id}/keep")
    TitleView release(@PathVariable String id) {
        show(id);
        kept.release(id);
        return show(id);
    }

    private TitleView view(Title title, List<Repair> repairs) {
        Ingest ingest =
                Optional.ofNullable(title.ingest()).flatMap(ingests::find).orElse(null);
        List<Task> all = ingest == null ? List.of() : tasks.ofIngest(ingest.id());
        Pause pause = ingest == null ? null : pauses.of(ingest).orElse(null);
        return new TitleView(
                title.id(),
                title.name(),
                title.year(),
                state(title, ingest),
                title.key(),
                title.page(),
                title.licence(),
                title.poster(),
                title.sources().stream()
                        .flatMap(id -> sources.find(id).stream())
                        .map(SourceView::of)
                        .toList(),
                ingest,
                ingest == null ? null : IngestProgress.of(ingest, all),
                ingest == null ? null : left(ingest, all, pause),
                ingest == null ? null : ingest.failure(),
                pause == null ? null : pause.since(),
                pause == null ? null : Paused.by(pause),
                kept.isKept(title.id()),
                repairs);
    }

    private TimeLeft left(Ingest ingest, List<Task> all, @Nullable Pause pause) {
        return pause == null ? paces.look(ingest, all) : paces.rest(ingest);
    }

    /// As viewers see it.
    private static String state(Title title, @Nullable Ingest ingest) {
        boolean settled = title.state() == TitleState.TAKEN_DOWN || title.state() == TitleState.EVICTED;
        if (!settled && title.publication() != null) {
            return "READY"; // It plays, whatever a later ingest does.
        }
        if (settled || ingest == null) {
            return title.state().name();
        }
        return switch (ingest.state()) {
            case OPENING, ENCODING -> "INGESTING";
            case QUEUED, PLAYABLE, READY, REJECTED, FAILED -> ingest.state().name();
            case CANCELLED -> title.state().name();
        };
    }

    /// A page of titles.
    ///
    /// @param next goes into `after` for the page after this one; `null` on the last
    record Page(List<TitleView> items, @Nullable String next) {}

    /// A title with what is being done about it.
    ///
    /// @param title its name
    /// @param state as viewers see it
    /// @param pausedAt since when no task of its ingest is begun; `null` where it is not paused
    /// @param paused what was paused then, and has to be resumed for it to go on
    /// @param kept whether it is never put away
    /// @param repairs what was last found missing or damaged; not in lists
    record TitleView(
            String id,
            String title,
            @Nullable Integer year,
            String state,
            String key,
            @Nullable String page,
            Licence licence,
            @Nullable String poster,
            List<SourceView> sources,
            @Nullable Ingest ingest,
            @Nullable IngestProgress progress,
            @Nullable TimeLeft left,
            @Nullable Failure failure,
            @Nullable Instant pausedAt,
            @Nullable Paused paused,
            boolean kept,
            List<Repair> repairs) {}

    /// What an operator has paused.
    enum Paused {
        TITLE,
        BATCH;

        static Paused by(Pause pause) {
            return pause.id().equals(Pauses.BATCH) ? BATCH : TITLE;
        }
    }

    /// A source, without its link.
    record SourceView(
            String id,
            @Nullable String container,
            @Nullable Integer height,
            @Nullable Long size,
            @Nullable String sha256) {

        static SourceView of(Source source) {
            return new SourceView(source.id(), source.container(), source.height(), source.size(), source.sha256());
        }
    }
}
