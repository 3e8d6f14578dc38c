package org.reelmill.pipeline.takedown;

import org.jspecify.annotations.Nullable;
import org.reelmill.web.OperatorsOnly;
import org.reelmill.web.Problem;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takedowns over HTTP.
@RestController
@RequestMapping("/api/operator/titles/{id}")
@OperatorsOnly
class TakedownsApi {

    private static final String OPERATOR = "operator";

    private final Takedowns takedowns;

    TakedownsApi(Takedowns takedowns) {
        this.takedowns = takedowns;
    }

    @PostMapping("/takedown")
    Takedown takeDown(@PathVariable String id, @RequestBody Order order) {
        if (order.reason == null || order.reason.isBlank()) {
            throw Problem.badRequest("reason-needed", "Say why, in \"reason\": it stays on record.");
        }
        return takedowns.takeDown(id, order.reason, order.who());
    }

    @PostMapping("/restore")
    Takedown restore(@PathVariable String id, @RequestBody Order order) {
        return takedowns.restore(id, order.who());
    }

    /// @param by who does it, for the record
    record Order(@Nullable String reason, @Nullable String by) {

        String who() {
            return by == null || by.isBlank() ? OPERATOR : by;
        }
    }
}
