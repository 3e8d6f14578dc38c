package org.reelmill.app.drills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was killed where, and what it cost: the table of `docs/reliability.md`.
final class Tally {

    private final Map<String, int[]> kills = new LinkedHashMap<>();
    private final List<String> places = new ArrayList<>();
    private int rounds;
    private int wanted;
    private int ready;
    private int again;
    private int acknowledged;
    private int lost;
    private int repaired;
    private int repairedAgain;

    /// @param victim as the table calls it
    /// @param place stage, job or call
    void killed(String victim, String place) {
        if (!places.contains(place)) {
            places.add(place);
        }
        kills.computeIfAbsent(victim, name -> new int[20])[places.indexOf(place)]++;
    }

    /// So many films begin.
    void begun(int films) {
        rounds++;
        wanted += films;
    }

    /// One of them is READY and its verdict is good.
    ///
    /// @param again pieces of its work that were encoded again
    void passed(int again) {
        ready++;
        this.again += again;
    }

    /// So many objects of a film were damaged and have their bytes again.
    ///
    /// @param again encoders that were started once more for it
    void repaired(int objects, int again) {
        repaired += objects;
        repairedAgain += again;
    }

    /// Writes that were acknowledged, and how many of them were not there afterwards.
    void writes(int acknowledged, int lost) {
        this.acknowledged += acknowledged;
        this.lost += lost;
    }

    int kills() {
        return kills.values().stream().mapToInt(Tally::sum).sum();
    }

    /// Kills at a place, whatever was killed.
    int killsAt(String place) {
        int column = places.indexOf(place);
        return column < 0
                ? 0
                : kills.values().stream().mapToInt(row -> row[column]).sum();
    }

    /// Films and acknowledged writes.
    int lost() {
        return wanted - ready + lost;
    }

    String table() {
        var text = new StringBuilder("| killed | " + String.join(" | ", places) + " | all |\n");
        text.append("| --- |").append(" ---: |".repeat(places.size() + 1)).append('\n');
        kills.forEach((victim, row) -> text.append(row(victim, row)));
        var all = new int[20];
        kills.values().forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                all[i] += row[i];
            }
        });
        text.append(row("all", all)).append('\n');
        text.append("%d rounds, %d films READY and exact; %d films lost; %d of %d acknowledged writes lost; %d pieces"
                .formatted(rounds, ready, wanted - ready, lost, acknowledged, again));
        text.append(" of work encoded again, all of them in hand at a kill.\n");
        return text.append("%d damaged objects repaired, for which %d encoders were started again after a kill.\n"
                        .formatted(repaired, repairedAgain))
                .toString();
    }

    private String row(String victim, int[] row) {
        var text = new StringBuilder("| " + victim + " |");
        for (int i = 0; i < places.size(); i++) {
            text.append(' ').append(row[i] == 0 ? "" : Integer.toString(row[i])).append(" |");
        }
        return text.append(' ').append(sum(row)).append(" |\n").toString();
    }

    private static int sum(int[] row) {
        int sum = 0;
        for (int kills : row) {
            sum += kills;
        }
        return sum;
    }
}
