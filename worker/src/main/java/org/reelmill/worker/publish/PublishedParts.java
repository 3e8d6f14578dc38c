package org.reelmill.worker.publish;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Task;

/// What the tasks of an ingest have put into the object store so far: field `segments` (a list), `inits` (a
/// list), `poster` and `storyboard` (a list) of their results.
///
/// @param segments by rendition, in order of their numbers; the first that claims a number has it
/// @param inits as each task saw them; those of one rendition are equal, or something is wrong
/// @param storyboard its index and its sheets; none where it could not be drawn
public record PublishedParts(
        Map<String, List<PublishedSegment>> segments,
        List<PublishedInit> inits,
        @Nullable PublishedObject poster,
        List<PublishedObject> storyboard) {

    /// Fields of [Task#result].
    public static final String SEGMENTS = "segments";

    public static final String INITS = "inits";
    public static final String POSTER = "poster";
    public static final String STORYBOARD = "storyboard";

    public PublishedParts {
        segments = Map.copyOf(segments);
        inits = List.copyOf(inits);
        storyboard = List.copyOf(storyboard);
    }

    public static PublishedParts of(List<Task> tasks) {
        var segments = documents(tasks, SEGMENTS).map(PublishedSegment::fromDocument);
        return new PublishedParts(
                segments.collect(Collectors.groupingBy(
                        PublishedSegment::rendition,
                        Collectors.collectingAndThen(Collectors.toList(), PublishedParts::inOrder))),
                documents(tasks, INITS).map(PublishedInit::fromDocument).toList(),
                tasks.stream()
                        .map(task -> task.result().get(POSTER))
                        .flatMap(Stream::ofNullable)
                        .map(poster -> PublishedObject.fromDocument(document(poster)))
                        .findFirst()
                        .orElse(null),
                documents(tasks, STORYBOARD).map(PublishedObject::fromDocument).toList());
    }

    public List<PublishedSegment> segmentsOf(String rendition) {
        return segments.getOrDefault(rendition, List.of());
    }

    /// The segments of a rendition from the first one up to the first gap.
    List<PublishedSegment> unbroken(String rendition) {
        var all = segmentsOf(rendition);
        int count = 0;
        while (count < all.size() && all.get(count).number() == count) {
            count++;
        }
        return all.subList(0, count);
    }

    Optional<PublishedInit> initOf(String rendition) {
        return inits.stream().filter(init -> init.rendition().equals(rendition)).findFirst();
    }

    /// Everything that has to be in the object store, once each.
    List<PublishedObject> objects() {
        return Stream.of(
                        inits.stream().map(init -> new PublishedObject(init.name(), init.bytes(), init.sha256())),
                        segments.values().stream()
                                .flatMap(List::stream)
                                .map(segment -> new PublishedObject(segment.name(), segment.bytes(), segment.sha256())),
                        Stream.ofNullable(poster),
                        storyboard.stream())
                .flatMap(Function.identity())
                .distinct()
                .sorted(Comparator.comparing(PublishedObject::name))
                .toList();
    }

    private static List<PublishedSegment> inOrder(List<PublishedSegment> segments) {
        var byNumber = new TreeMap<Integer, PublishedSegment>();
        segments.forEach(segment -> byNumber.putIfAbsent(segment.number(), segment));
        return List.copyOf(byNumber.values());
    }

    private static Stream<Map<String, Object>> documents(List<Task> tasks, String field) {
        return tasks.stream().flatMap(task -> documents(task.result(), field));
    }

    /// The list in a field of a task's result; none if it has no such field.
    static Stream<Map<String, Object>> documents(Map<String, Object> result, String field) {
        return Stream.ofNullable(result.get(field))
                .flatMap(list -> ((List<?>) list).stream())
                .map(PublishedParts::document);
    }

    @SuppressWarnings("unchecked") // As the document store gives it back.
    private static Map<String, Object> document(Object stored) {
        return (Map<String, Object>) stored;
    }
}
