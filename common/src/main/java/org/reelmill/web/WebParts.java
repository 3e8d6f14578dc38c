package org.reelmill.web;

import org.reelmill.Parts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires what the HTTP APIs share. Each web app imports it.
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, ProblemErrors.class, JsonOnly.class})
public class WebParts {

    @Bean
    OperatorKey operatorKey(Parts.KeyProperties keys) {
        return OperatorKey.fromFile(keys.directory().resolve("operator.key"));
    }

    @Bean
    Callers callers(OperatorKey operatorKey) {
        return new Callers(operatorKey);
    }
}
