package org.reelmill.serving;

import org.reelmill.Parts;
import org.reelmill.health.ProcessDefaults;
import org.reelmill.web.WebParts;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The serving app. Runs on its own, or beside the other apps in one context: its beans carry their full
/// names, and its defaults stand in a property source that everything else overrides.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableScheduling
@EnableConfigurationProperties(ServingProperties.class)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@PropertySource("classpath:org/reelmill/serving/defaults.properties")
@Import({Parts.class, WebParts.class})
public class ServingApp {

    public static void main(String[] args) {
        alone().run(args);
    }

    /// The app as a process of its own, to be started. Without broker and object store it can still show and
    /// grant what is there.
    public static SpringApplicationBuilder alone() {
        return new SpringApplicationBuilder(ServingApp.class)
                .properties(ProcessDefaults.of(8089, "readinessState,documentStore"))
                .properties("spring.application.name=serving", "server.port=8080");
    }
}
