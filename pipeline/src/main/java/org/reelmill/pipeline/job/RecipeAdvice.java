package org.reelmill.pipeline.job;

import org.reelmill.pipeline.catalog.RecipeFault;
import org.reelmill.web.ProblemAdvice;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Tells the caller of the job API what is wrong with a recipe, with line and field.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RecipeAdvice {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrong(RecipeFault fault) {
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(fault.getMessage()));
        problem.setType(java.net.URI.create(ProblemAdvice.TYPES + "recipe-wrong"));
        if (fault.line() > 0) {
            problem.setProperty("line", fault.line());
            problem.setProperty("field", fault.field());
        }
        return ResponseEntity.unprocessableContent().body(problem);
    }
}
