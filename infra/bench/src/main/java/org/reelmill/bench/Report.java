package org.reelmill.bench;

import java.util.ArrayList;
import java.util.List;

/// The outcome of a benchmark as a Markdown table, with what it was run on below.
///
/// @param title what is measured against what
/// @param notes sentences that go below the table
record Report(String title, List<Row> rows, List<String> notes) {

    Report {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    String text() {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("median (least … most)", "Reelmill", "baseline", "ratio", "target", ""));
        for (Row row : rows) {
            lines.add(List.of(
                    row.what(),
                    row.product().words(),
                    row.baseline() == null ? "–" : row.baseline().words(),
                    row.ratio(),
                    row.target() == null ? "–" : row.target().words(),
                    row.verdict()));
        }
        var text = new StringBuilder(title).append("\n\n");
        List<Integer> widths = widths(lines);
        for (int i = 0; i < lines.size(); i++) {
            text.append(line(lines.get(i), widths, " "));
            if (i == 0) {
                text.append(line(List.of("", "", "", "", "", ""), widths, "-"));
            }
        }
        notes.forEach(note -> text.append('\n').append(note));
        return text.append('\n').toString();
    }

    private static List<Integer> widths(List<List<String>> lines) {
        var widths = new ArrayList<Integer>();
        for (int column = 0; column < lines.getFirst().size(); column++) {
            int of = column;
            widths.add(
                    lines.stream().mapToInt(line -> line.get(of).length()).max().orElse(0));
        }
        return widths;
    }

    private static String line(List<String> cells, List<Integer> widths, String filler) {
        var line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(filler).append(cell).append(filler.repeat(widths.get(i) - cell.length()));
            line.append(filler).append('|');
        }
        return line.append('\n').toString();
    }
}
