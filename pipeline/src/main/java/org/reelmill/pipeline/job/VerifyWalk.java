package org.reelmill.pipeline.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.verify.Slice;
import org.reelmill.title.Publication;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/// Hands out all objects of all publications that play, slice by slice, in the order of the publications'
/// ids. Notes how far it is at each commit; a restart goes on behind the last slice that was checked.
final class VerifyWalk implements ItemStreamReader<Slice> {

    private static final String PUBLICATION = "walk.publication";
    private static final String NEXT = "walk.next";

    private final Titles titles;
    private final Publications publications;
    private final Deque<String> pending = new ArrayDeque<>();
    private @Nullable PublicationManifest manifest;
    private int next;

    VerifyWalk(Titles titles, Publications publications) {
        this.titles = titles;
        this.publications = publications;
    }

    /// Whether an earlier execution of the same job instance has left its place.
    static boolean begun(ExecutionContext context) {
        return context.containsKey(PUBLICATION);
    }

    @Override
    public void open(ExecutionContext context) {
        String reached = begun(context) ? context.getString(PUBLICATION) : "";
        titles.published().stream()
                .map(Title::publication)
                .flatMap(Stream::ofNullable)
                .map(Publication::id)
                .filter(id -> id.compareTo(Objects.requireNonNull(reached)) > 0)
                .sorted()
                .forEach(pending::add);
        if (begun(context)) {
            manifest = publications.find(reached).orElse(null);
            next = context.getInt(NEXT);
        }
    }

    @Override
    public @Nullable Slice read() {
        while (manifest == null || next >= manifest.objects().size()) {
            if (pending.isEmpty()) {
                return null;
            }
            manifest = publications.find(pending.remove()).orElse(null);
            next = 0;
        }
        Slice slice = Slice.of(manifest, next);
        next = slice.to();
        return slice;
    }

    @Override
    public void update(ExecutionContext context) {
        if (manifest != null) {
            context.putString(PUBLICATION, manifest.id());
            context.putInt(NEXT, next);
        }
    }
}
