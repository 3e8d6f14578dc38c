package org.reelmill.worker.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.TextPlan;

/// Holds what the tasks say they made against the plan: every segment there, frames as planned, times without
/// gaps, all renditions of one length. Pure.
final class SegmentChecks {

    /// Apple's rule 7.7.
    private static final Duration ROUNDING = Duration.ofMillis(1);
    private static final Duration OVER_TARGET = Duration.ofMillis(500);

    private final IngestPlan plan;
    private final PublishedParts parts;
    private final List<Long> bounds;
    private final Duration videoFrame;
    private final List<Finding> findings = new ArrayList<>();

    private SegmentChecks(IngestPlan plan, PublishedParts parts) {
        this.plan = plan;
        this.parts = parts;
        this.bounds = plan.segmentBounds();
        this.videoFrame = plan.grid().rate().duration(1);
    }

    static List<Finding> findings(IngestPlan plan, PublishedParts parts) {
        var checks = new SegmentChecks(plan, parts);
        plan.rungs().forEach(checks::picture);
        plan.sounds().stream().map(AudioPlan::name).forEach(checks::sound);
        plan.text().stream().map(TextPlan::name).forEach(text -> checks.timeline(text, checks.videoFrame));
        return checks.findings;
    }

    private void picture(RungPlan rung) {
        String rendition = rung.name();
        List<Long> shown = plan.segmentBounds(rung);
        init(rendition);
        for (PublishedSegment segment : parts.segmentsOf(rendition)) {
            if (segment.number() >= shown.size() - 1) {
                continue; // Told by the timeline.
            }
            long planned = shown.get(segment.number() + 1) - shown.get(segment.number());
            if (segment.frames() != planned) {
                findings.add(Finding.of(segment, "has " + segment.frames() + " frames, the plan says " + planned));
            }
            if (segment.iFrames().isEmpty() || segment.iFrames().getFirst().startTicks() != 0) {
                findings.add(Finding.of(segment, "does not begin with a picture that decodes alone"));
            }
        }
        timeline(rendition, plan.grid().shown(rung.frames()).rate().duration(1));
    }

    private void sound(String rendition) {
        init(rendition);
        var audioFrame = parts.segmentsOf(rendition).stream()
                .filter(segment -> segment.frames() > 0)
                // The first one has frames that are not heard.
                .reduce((first, last) -> last)
                .map(segment -> segment.time(segment.durationTicks() / segment.frames()))
                .orElse(Duration.ZERO);
        timeline(rendition, audioFrame.compareTo(videoFrame) > 0 ? audioFrame : videoFrame);
        for (PublishedSegment segment : parts.segmentsOf(rendition)) {
            beginsWithThePicture(segment, audioFrame);
        }
    }

    /// Sound is cut at the frame of its own that is nearest, so it is never off by more than half of one.
    private void beginsWithThePicture(PublishedSegment segment, Duration audioFrame) {
        if (segment.number() >= bounds.size() - 1) {
            return;
        }
        var planned = plan.grid().rate().duration(bounds.get(segment.number()));
        if (differ(segment.start(), planned, audioFrame.dividedBy(2).plus(ROUNDING))) {
            findings.add(Finding.of(segment, "sounds from " + segment.start() + " with a picture from " + planned));
        }
    }

    private void init(String rendition) {
        Map<String, Long> kinds = parts.inits().stream()
                .filter(init -> init.rendition().equals(rendition))
                .collect(Collectors.groupingBy(
                        init -> init.sha256() + init.codec() + init.name(), Collectors.counting()));
        if (kinds.isEmpty()) {
            findings.add(Finding.of(rendition, "has no init segment"));
        } else if (kinds.size() > 1) {
            findings.add(Finding.of(rendition, "has " + kinds.size() + " different init segments"));
        }
    }

    /// @param tolerance a frame of the rendition, or of the picture
    private void timeline(String rendition, Duration tolerance) {
        var segments = parts.segmentsOf(rendition);
        int planned = bounds.size() - 1;
        for (int number = 0; number < planned; number++) {
            if (number >= segments.size() || segments.get(number).number() != number) {
                findings.add(new Finding(rendition, number, "is missing"));
                return;
            }
        }
        if (segments.size() > planned) {
            findings.add(Finding.of(rendition, "has " + segments.size() + " segments, the plan says " + planned));
            return;
        }
        for (int number = 0; number < planned; number++) {
            place(segments.get(number), tolerance);
            if (number > 0) {
                join(segments.get(number - 1), segments.get(number));
            }
        }
        var length = segments.getLast()
                .time(segments.getLast().endTicks() - segments.getFirst().startTicks());
        if (differ(length, plan.grid().duration(), tolerance)) {
            findings.add(Finding.of(
                    rendition,
                    "lasts " + length + ", the picture " + plan.grid().duration()));
        }
    }

    private void place(PublishedSegment segment, Duration tolerance) {
        var planned = plan.grid().rate().duration(bounds.get(segment.number()));
        if (differ(segment.start(), planned, tolerance)) {
            findings.add(Finding.of(segment, "starts at " + segment.start() + " instead of " + planned));
        }
        var longest = Duration.ofSeconds(TargetDuration.of(plan)).plus(OVER_TARGET);
        if (segment.duration().compareTo(longest) > 0) {
            findings.add(Finding.of(segment, "lasts " + segment.duration() + ", longer than " + longest));
        }
        if (segment.bytes() == 0) {
            findings.add(Finding.of(segment, "is empty"));
        }
    }

    private void join(PublishedSegment before, PublishedSegment segment) {
        if (before.timescale() != segment.timescale()) {
            findings.add(Finding.of(segment, "counts time otherwise than the segment before it"));
        } else if (segment.startTicks() != before.endTicks()) {
            findings.add(Finding.of(
                    segment,
                    "starts at tick " + segment.startTicks() + ", the segment before ends at " + before.endTicks()));
        }
    }

    private static boolean differ(Duration one, Duration other, Duration tolerance) {
        return one.minus(other).abs().compareTo(tolerance) > 0;
    }
}
