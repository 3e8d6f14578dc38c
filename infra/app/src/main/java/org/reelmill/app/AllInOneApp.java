package org.reelmill.app;

import org.reelmill.edge.EdgeApp;
import org.reelmill.pipeline.PipelineApp;
import org.reelmill.serving.ServingApp;
import org.reelmill.worker.WorkerApp;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/// All apps in one context: one web server, one connection to each part.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({PipelineApp.class, WorkerApp.class, ServingApp.class, EdgeApp.class})
class AllInOneApp {}
