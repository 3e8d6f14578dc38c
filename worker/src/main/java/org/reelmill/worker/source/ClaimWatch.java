package org.reelmill.worker.source;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gets the claim to fetch a part: a free one at once, one of this worker's own earlier process at once, and
/// that of another worker when it has stood still for long enough, by this worker's own clock.
final class ClaimWatch {

    private final PartLedger ledger;
    private final String owner;
    private final Duration patience;
    private @Nullable SourcePart seen;
    private long seenAt;

    ClaimWatch(PartLedger ledger, String owner, Duration patience) {
        this.ledger = ledger;
        this.owner = owner;
        this.patience = patience;
    }

    /// @return whether this worker has the claim now
    boolean claim(String source, long number) {
        Optional<SourcePart> present = ledger.find(source, number);
        if (present.isEmpty()) {
            return ledger.claim(source, number, owner);
        }
        SourcePart part = present.get();
        return !part.done() && (isOfEarlierProcess(part) || standsStill(part)) && ledger.takeOver(part, owner);
    }

    private boolean isOfEarlierProcess(SourcePart part) {
        String worker = owner.substring(0, owner.indexOf('/') + 1);
        return part.owner().startsWith(worker) && !part.owner().equals(owner);
    }

    private boolean standsStill(SourcePart part) {
        if (!part.equals(seen)) {
            seen = part;
            seenAt = System.nanoTime();
        }
        return System.nanoTime() - seenAt > patience.toNanos();
    }
}
