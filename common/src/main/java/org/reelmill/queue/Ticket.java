package org.reelmill.queue;

/// The message that lets a worker take one task of a class. It names no task: the store knows which is the
/// best one by then.
///
/// @param version of this shape; tickets of another go to the dead letters
/// @param ticketClass as [TicketClass#id()] says it
public record Ticket(int version, String ticketClass) {

    public static final int VERSION = 1;

    public static Ticket of(TicketClass ticketClass) {
        return new Ticket(VERSION, ticketClass.id());
    }
}
