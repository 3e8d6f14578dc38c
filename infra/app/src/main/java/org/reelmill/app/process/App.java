package org.reelmill.app.process;

import java.util.List;
import java.util.function.Supplier;
import org.reelmill.app.doctor.RealPart;
import org.reelmill.edge.EdgeApp;
import org.reelmill.pipeline.PipelineApp;
import org.reelmill.serving.ServingApp;
import org.reelmill.worker.WorkerApp;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// The processes that Reelmill consists of, each with the parts that it cannot begin without.
public enum App {
    PIPELINE(
            PipelineApp::alone,
            List.of(RealPart.DOCUMENT_STORE, RealPart.BROKER, RealPart.OBJECT_STORE, RealPart.JOB_DATABASE)),
    WORKER(WorkerApp::alone, List.of(RealPart.DOCUMENT_STORE, RealPart.BROKER, RealPart.OBJECT_STORE)),
    /// Shows and grants what is there without the others.
    SERVING(ServingApp::alone, List.of(RealPart.DOCUMENT_STORE)),
    /// Plays what it has in its cache without its origin.
    EDGE(EdgeApp::alone, List.of());

    private final Supplier<SpringApplicationBuilder> alone;
    private final List<RealPart> needed;

    App(Supplier<SpringApplicationBuilder> alone, List<RealPart> needed) {
        this.alone = alone;
        this.needed = needed;
    }

    SpringApplicationBuilder alone() {
        return alone.get();
    }

    List<RealPart> needed() {
        return needed;
    }
}
