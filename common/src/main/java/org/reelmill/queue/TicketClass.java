package org.reelmill.queue;

/// The classes of tickets, a queue each. Workers look into them in this order.
public enum TicketClass {
    /// Somebody waits for the film.
    INTERACTIVE("interactive"),
    BATCH("batch"),
    /// Fetching, which needs a connection but no core; taken by slots of its own.
    FETCH("fetch");

    private final String id;

    TicketClass(String id) {
        this.id = id;
    }

    /// As tasks and messages say it.
    public String id() {
        return id;
    }

    public String queue() {
        return "reelmill.tickets." + id;
    }
}
