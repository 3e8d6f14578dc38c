package org.reelmill.app.process;

import java.util.stream.Collectors;
import org.reelmill.health.PartWatch;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.validation.FieldError;

/// What an operator must know of a start that failed, in a sentence.
final class StartFailure {

    private StartFailure() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BindValidationException wrong -> {
                    return wrong.getValidationErrors().getAllErrors().stream()
                            .map(error -> error instanceof FieldError field
                                    ? field.getObjectName() + "." + field.getField() + ": " + field.getDefaultMessage()
                                    : error.getObjectName() + ": " + error.getDefaultMessage())
                            .collect(Collectors.joining("; ", "The configuration is wrong: ", "."));
                }
                case BindException wrong -> {
                    if (!(wrong.getCause() instanceof BindValidationException)) {
                        return "The configuration is wrong: " + wrong.getName() + ": " + PartWatch.reason(wrong);
                    }
                }
                case PortInUseException taken -> {
                    return "Port " + taken.getPort()
                            + " is in use. Stop what uses it, or choose another with server.port or"
                            + " management.server.port.";
                }
                default -> {}
            }
        }
        return PartWatch.reason(failure);
    }
}
