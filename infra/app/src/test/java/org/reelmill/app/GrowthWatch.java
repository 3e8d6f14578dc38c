package org.reelmill.app;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Polls the growing playlists of a publication all the time, and notes where one did anything but grow.
final class GrowthWatch implements AutoCloseable {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final String END = "#EXT-X-ENDLIST";

    private final EdgeClient edge = new EdgeClient();
    private final URI master;
    private final Map<URI, List<String>> last = new LinkedHashMap<>();
    private final Map<URI, Integer> versions = new LinkedHashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /// @param master address of the growing multivariant playlist
    GrowthWatch(URI master) {
        this.master = master;
        this.thread = Thread.ofPlatform().name("growth-watch").start(this::watch);
    }

    /// Where a playlist did not only grow.
    List<String> faults() {
        return List.copyOf(faults);
    }

    /// How many versions of each playlist were seen, by name.
    synchronized Map<String, Integer> versions() {
        var byName = new LinkedHashMap<String, Integer>();
        versions.forEach((playlist, seen) ->
                byName.put(playlist.getPath().substring(playlist.getPath().indexOf("/now/") + 5), seen));
        return byName;
    }

    /// Whether all playlists have come to their end.
    synchronized boolean ended() {
        return !last.isEmpty() && last.values().stream().allMatch(lines -> lines.contains(END));
    }

    private void watch() {
        try {
            while (!closed && !ended()) {
                for (var playlist : edge.playlists(master)) {
                    look(playlist);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (RuntimeException e) {
            if (!closed) {
                faults.add("The watch ended: " + e);
            }
        }
    }

    private synchronized void look(URI playlist) {
        var answer = edge.get(playlist);
        if (answer.statusCode() != 200) {
            faults.add(playlist.getPath() + " answered " + answer.statusCode());
            return;
        }
        var now = answer.body().lines().toList();
        var before = new ArrayList<>(last.getOrDefault(playlist, List.of()));
        if (now.equals(before)) {
            return;
        }
        if (before.contains(END)) {
            faults.add(playlist.getPath() + " changed after its end");
        }
        if (before.size() > now.size() || !now.subList(0, before.size()).equals(before)) {
            faults.add(playlist.getPath() + " had\n" + String.join("\n", before) + "\nand has now\n" + answer.body());
        }
        last.put(playlist, now);
        versions.merge(playlist, 1, Integer::sum);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        edge.close();
    }
}
