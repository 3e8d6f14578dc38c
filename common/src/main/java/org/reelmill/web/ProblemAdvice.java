package org.reelmill.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Answers every error of an HTTP API as problem+json with a stable type (RFC 9457), and never with a stack
/// trace.
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /// What all types of problems begin with.
    public static final String TYPES = "https://reelmill.org/problems/";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        var answer = answer(problem.status(), problem.type(), problem.getMessage());
        return problem.retryAfter()
                .map(wait -> ResponseEntity.status(answer.getStatusCode())
                        .header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())))
                        .body(answer.getBody()))
                .orElse(answer);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> garbled(InvalidParameterException garbled) {
        return answer(HttpStatus.BAD_REQUEST, "bad-parameter", "A parameter of the address is not UTF-8.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception fault, HttpServletRequest request) {
        log.error("Failed to answer {} {}", request.getMethod(), request.getRequestURI(), fault);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong on our side. The log of the server says what, at this time.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception fault, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var answer = super.handleExceptionInternal(fault, body, headers, status, request);
        if (answer != null && answer.getBody() instanceof ProblemDetail problem) {
            HttpStatus known = HttpStatus.valueOf(status.value());
            problem.setType(
                    URI.create(TYPES + known.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        return answer;
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String type, @Nullable String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail == null ? status.getReasonPhrase() : detail);
        problem.setType(URI.create(TYPES + type));
        return ResponseEntity.status(status).body(problem);
    }
}
