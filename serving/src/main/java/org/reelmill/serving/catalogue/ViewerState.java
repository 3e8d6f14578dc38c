package org.reelmill.serving.catalogue;

import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ingest;
import org.reelmill.title.Title;

/// A film's state as viewers see it, derived from its title and the title's last ingest.
public enum ViewerState {
    /// In the catalogue; can be requested.
    DISCOVERED,
    WANTED,
    QUEUED,
    INGESTING,
    /// Plays from the start while the rest is still being encoded.
    PLAYABLE,
    READY,
    /// Its source is no good.
    REJECTED,
    FAILED,
    /// Was here; a request brings it back.
    EVICTED,
    TAKEN_DOWN;

    /// @param ingest the one that the title names, if there is one
    public static ViewerState of(Title title, @Nullable Ingest ingest) {
        return switch (title.state()) {
            case TAKEN_DOWN -> TAKEN_DOWN;
            case EVICTED -> EVICTED;
            case AVAILABLE -> READY;
            // With a publication, what goes on is a second encoding; the first still plays.
            case DISCOVERED -> title.publication() != null ? READY : of(ingest, DISCOVERED);
            case WANTED -> title.publication() != null ? READY : of(ingest, WANTED);
        };
    }

    /// Whether a grant can be had.
    public boolean plays() {
        return this == PLAYABLE || this == READY;
    }

    /// Whether nothing more happens by itself.
    public boolean isSettled() {
        return switch (this) {
            case READY, REJECTED, FAILED, TAKEN_DOWN -> true;
            case DISCOVERED, WANTED, QUEUED, INGESTING, PLAYABLE, EVICTED -> false;
        };
    }

    private static ViewerState of(@Nullable Ingest ingest, ViewerState without) {
        if (ingest == null) {
            return without;
        }
        return switch (ingest.state()) {
            case QUEUED -> QUEUED;
            case OPENING, ENCODING -> INGESTING;
            // READY, but the title does not name the publication yet: what grew is whole and plays.
            case PLAYABLE, READY -> PLAYABLE;
            case REJECTED -> REJECTED;
            case FAILED -> FAILED;
            case CANCELLED -> without;
        };
    }
}
