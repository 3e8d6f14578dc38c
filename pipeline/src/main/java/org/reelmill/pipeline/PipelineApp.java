package org.reelmill.pipeline;

import org.reelmill.Parts;
import org.reelmill.health.ProcessDefaults;
import org.reelmill.pipeline.catalog.CatalogParts;
import org.reelmill.pipeline.job.Jobs;
import org.reelmill.pipeline.operator.OperatorParts;
import org.reelmill.pipeline.reconcile.ReconcileParts;
import org.reelmill.pipeline.retention.RetentionParts;
import org.reelmill.pipeline.takedown.TakedownParts;
import org.reelmill.pipeline.verify.VerifyParts;
import org.reelmill.web.WebParts;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/// The pipeline app: batch jobs and the operators' API. Runs by itself, or beside the other apps in one
/// context.
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:/org/reelmill/pipeline/defaults.properties")
@Import({
    Parts.class,
    WebParts.class,
    CatalogParts.class,
    Jobs.class,
    ReconcileParts.class,
    VerifyParts.class,
    RetentionParts.class,
    OperatorParts.class,
    TakedownParts.class
})
public class PipelineApp {

    public static void main(String[] arguments) {
        alone().run(arguments);
    }

    /// The app as a process of its own, to be started.
    public static SpringApplicationBuilder alone() {
        return new SpringApplicationBuilder(PipelineApp.class, Alone.class)
                .properties(ProcessDefaults.of(8071, "readinessState,documentStore,broker,objectStore,jobDatabase"))
                .properties(ProcessDefaults.withoutPages())
                .properties("spring.application.name=pipeline", "server.port=8070");
    }

    /// What Spring Boot adds where the app runs by itself.
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Alone {}
}
