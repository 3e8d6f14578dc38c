package org.reelmill.worker.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.reelmill.yaml.YamlFault;
import org.reelmill.yaml.YamlFields;
import org.reelmill.yaml.YamlFile;

/// Reads ladders and checks them whole, so that a wrong one is refused when the worker starts.
public final class LadderReader {

    /// Those of `samples/ladders`, which the build puts beside the classes.
    private static final List<String> SHIPPED = List.of("usual", "mobile", "smooth", "large");

    private static final Set<String> PRESETS =
            Set.of("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow");
    private static final int LOWEST = 96;
    private static final int TALLEST = 4320;
    private static final int WORST = 51;
    private static final int LEAST_KBPS = 50;
    private static final int MOST_KBPS = 300_000;

    private LadderReader() {}

    /// The ladder that is configured.
    ///
    /// @throws YamlFault if it is wrong
    /// @throws IllegalArgumentException if there is none of this name
    public static Ladder read(LadderProperties properties) {
        String name = properties.name();
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("A ladder's name has letters, digits, \"-\" and \"_\" only.");
        }
        Path file = properties.directory().resolve(name + ".yml");
        try {
            if (!Files.exists(file)) {
                return shipped(name);
            }
            return parse(name, file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The ladder " + file + " cannot be read.", e);
        }
    }

    /// A ladder that comes with Reelmill.
    static Ladder shipped(String name) {
        String file = "ladders/" + name + ".yml";
        try (var in = SHIPPED.contains(name) ? LadderReader.class.getResourceAsStream(file) : null) {
            if (in == null) {
                throw new IllegalArgumentException("There is no ladder \"" + name + "\": neither a file " + name
                        + ".yml in reelmill.ladder.directory, nor one that comes with Reelmill, which are "
                        + String.join(", ", SHIPPED) + ".");
            }
            return parse(name, name + ".yml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The ladder " + name + " cannot be read.", e);
        }
    }

    /// @param file for faults
    static Ladder parse(String name, String file, String text) {
        YamlFields root = YamlFile.read(file, text, UnaryOperator.identity()).only(Set.of("preset", "copy", "rungs"));
        String preset = root.converted("preset", root.text("preset"), LadderReader::preset);
        var rungs = new ArrayList<Rung>();
        var heights = new HashSet<Integer>();
        for (YamlFields fields : root.list("rungs")) {
            Rung rung = rung(fields.only(Set.of("height", "crf", "maxKbps", "frames")));
            if (!heights.add(rung.height())) {
                throw fields.fault("height", "another rung has " + rung.height() + " lines too");
            }
            if (!rungs.isEmpty()) {
                follow(rungs.getLast(), rung, fields);
            }
            rungs.add(rung);
        }
        if (rungs.isEmpty()) {
            throw root.fault("rungs", "a ladder needs a rung");
        }
        Ladder.Copying copying = root.optionalText("copy")
                .map(said -> root.converted("copy", said, LadderReader::copying))
                .orElse(Ladder.Copying.NEVER);
        return new Ladder(name, preset, rungs, copying);
    }

    private static Rung rung(YamlFields fields) {
        int height = fields.number("height", LOWEST, TALLEST);
        if (height % 2 != 0) {
            throw fields.fault("height", "must be even");
        }
        return new Rung(
                height,
                fields.number("crf", 0, WORST),
                fields.number("maxKbps", LEAST_KBPS, MOST_KBPS),
                fields.optionalText("frames")
                        .map(text -> fields.converted("frames", text, LadderReader::frames))
                        .orElse(Frames.ALL));
    }

    /// What holds from one rung to the next lower one.
    private static void follow(Rung above, Rung rung, YamlFields fields) {
        if (rung.height() > above.height()) {
            throw fields.fault("height", "the tallest rung stands first, then downwards");
        }
        if (rung.maxKbps() >= above.maxKbps()) {
            throw fields.fault("maxKbps", "must be less than the " + above.maxKbps() + " of the rung above");
        }
        if (above.frames() == Frames.HALF && rung.frames() == Frames.ALL) {
            throw fields.fault("frames", "must be half below a rung of half the frames");
        }
    }

    private static String preset(String text) {
        if (!PRESETS.contains(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no preset of x264; there are "
                    + String.join(", ", PRESETS.stream().sorted().toList()));
        }
        return text;
    }

    private static Ladder.Copying copying(String text) {
        return switch (text) {
            case "fitting" -> Ladder.Copying.FITTING;
            case "never" -> Ladder.Copying.NEVER;
            default -> throw new IllegalArgumentException("must be fitting or never, not \"" + text + "\"");
        };
    }

    private static Frames frames(String text) {
        return switch (text) {
            case "all" -> Frames.ALL;
            case "half" -> Frames.HALF;
            default -> throw new IllegalArgumentException("must be all or half, not \"" + text + "\"");
        };
    }
}
