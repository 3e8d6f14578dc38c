package org.reelmill.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers what fails before or behind the controllers, in a filter or in the container, as problem+json too.
@RestController
public class ProblemErrors implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
        HttpStatus known = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code)
                : HttpStatus.NOT_FOUND; // Somebody asked for this path itself.
        HttpStatus status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
        var problem = ProblemDetail.forStatusAndDetail(status, status.getReasonPhrase());
        problem.setType(URI.create(
                ProblemAdvice.TYPES + status.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        return ResponseEntity.status(status).body(problem);
    }
}
