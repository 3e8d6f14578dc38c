package org.reelmill.serving;

import java.time.Duration;
import java.time.InstantSource;
import org.reelmill.web.Caller;
import org.reelmill.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Decides whether a guest may do what it asks for; operators always may. Thread-safe.
@Component
public final class Guests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ServingProperties properties;
    private final Quota requests;
    private final Quota grants;

    Guests(ServingProperties properties) {
        this.properties = properties;
        this.requests = new Quota(properties.requestsPerHour(), HOUR, InstantSource.system());
        this.grants = new Quota(properties.grantsPerHour(), HOUR, InstantSource.system());
    }

    /// @throws Problem 403 where guests may not request, 429 where the address has asked too often
    public void mayRequest(Caller caller) {
        admit(caller, requests, "Too many films were requested from your address.");
    }

    /// @throws Problem 403 where guests may not watch, 429 where the address has started too many films
    public void mayWatch(Caller caller) {
        admit(caller, grants, "Too many films were started from your address.");
    }

    private void admit(Caller caller, Quota quota, String excess) {
        if (caller.isOperator()) {
            return;
        }
        if (!properties.guests()) {
            throw new Problem(
                    HttpStatus.FORBIDDEN,
                    "guests-not-admitted",
                    "This library is not open to guests. Its operator can open it with reelmill.serving.guests=true.");
        }
        quota.take(caller.address()).ifPresent(wait -> {
            throw Problem.tooMany("quota-exceeded", excess + " Try again later.", wait);
        });
    }
}
