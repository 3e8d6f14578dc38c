package org.reelmill.worker.task;

import java.util.stream.Collectors;
import org.reelmill.title.Failure;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.publish.Finding;
import org.reelmill.worker.publish.GateRefused;
import org.reelmill.worker.source.SourceElsewhere;
import org.reelmill.worker.source.SourceUnavailable;

/// Says in an operator's words why an attempt at a task failed.
final class TaskFailures {

    private static final int TOLD = 5;

    private TaskFailures() {}

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case FfmpegFailed encoder
            when encoder.isOutOfMemory() ->
                new Failure(
                        "needs-memory",
                        "The film needs more memory than an encoder may have. If the film is worth it, raise"
                                + " reelmill.ffmpeg.memory and start the ingest again.",
                        encoder.getMessage() + "\n" + String.join("\n", encoder.lastLines()));
            case FfmpegFailed encoder ->
                new Failure(
                        "encoder-failed",
                        "The encoder gave up on the film. If its last words do not name a fault of the film, look into"
                                + " the worker's log; then start the ingest again.",
                        encoder.getMessage() + "\n" + String.join("\n", encoder.lastLines()));
            case GateRefused gate ->
                new Failure(
                        GateRefused.CODE,
                        "The finished film did not pass the last check, so it is not offered. "
                                + gate.findings().stream()
                                        .limit(TOLD)
                                        .map(Finding::toString)
                                        .collect(Collectors.joining(" "))
                                + " Start the ingest again.",
                        gate.getMessage());
            case SourceUnavailable source -> source.failure();
            case SourceElsewhere source -> source.failure();
            default ->
                new Failure(
                        "task-failed",
                        "Our work on the film failed (" + thrown.getClass().getSimpleName()
                                + "). Look into the worker's log, mend the cause and start the ingest again.",
                        thrown.getMessage());
        };
    }
}
