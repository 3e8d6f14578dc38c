package org.reelmill.pipeline.job;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.CatalogueFault;
import org.reelmill.pipeline.catalog.CatalogueReading;
import org.reelmill.pipeline.catalog.ListPage;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/// Walks the list pages of a catalogue and hands out the addresses of films' pages, each once. Notes how far
/// it is at each commit; a restart goes on behind the last page that was handed out before it.
final class CatalogueWalk implements ItemStreamReader<URI> {

    private static final String LIST = "walk.list";
    private static final String POSITION = "walk.position";
    private static final String START = "walk.start";
    private static final String VISITED = "walk.visited";

    private final CatalogueReading reading;
    private final Deque<URI> pending = new ArrayDeque<>();
    private final Set<String> visited = new LinkedHashSet<>();
    private final Set<URI> handedOut = new HashSet<>();
    private final Set<URI> listedSinceStart = new HashSet<>();
    private @Nullable URI list;
    private @Nullable URI next;
    private int position;
    private int start;

    CatalogueWalk(CatalogueReading reading) {
        this.reading = reading;
    }

    /// Whether an earlier execution of the same job instance has left its place.
    static boolean begun(ExecutionContext context) {
        return context.containsKey(LIST);
    }

    @Override
    public void open(ExecutionContext context) {
        if (!begun(context)) {
            return;
        }
        start = context.getInt(START);
        visited.addAll(List.of(context.getString(VISITED).split("\n")));
        URI interrupted = URI.create(context.getString(LIST));
        visited.remove(interrupted.toString());
        enter(interrupted);
        for (int done = context.getInt(POSITION); done > 0 && !pending.isEmpty(); done--) {
            handOut();
        }
    }

    @Override
    public @Nullable URI read() {
        while (pending.isEmpty()) {
            if (next != null) {
                enter(next);
            } else if (start < reading.recipe().start().size()) {
                listedSinceStart.clear();
                enter(reading.recipe().start().get(start++));
            } else {
                return null;
            }
        }
        return handOut();
    }

    @Override
    public void update(ExecutionContext context) {
        if (list != null) {
            context.putString(LIST, list.toString());
            context.putInt(POSITION, position);
            context.putInt(START, start);
            context.putString(VISITED, String.join("\n", visited));
        }
    }

    private URI handOut() {
        position++;
        return pending.remove();
    }

    private void enter(URI address) {
        if (!visited.add(address.toString())) {
            if (list == null || reading.recipe().start().contains(address)) {
                throw circle("The list page " + list + " leads back to " + address + ".");
            }
            throw circle("Two list pages lead to " + address + ".");
        }
        if (visited.size() > reading.recipe().maxPages()) {
            throw new CatalogueFault("There are more than " + reading.recipe().maxPages()
                    + " list pages. If the catalogue is that long, raise paging.maxPages in the recipe.");
        }
        ListPage page = reading.list(address);
        boolean first = listedSinceStart.isEmpty();
        boolean news = listedSinceStart.addAll(page.titles());
        if (first && page.titles().isEmpty()) {
            throw new CatalogueFault("The selector \"" + reading.recipe().links()
                    + "\" (titles.links) finds no film on " + address + ".");
        }
        if (!news && !page.titles().isEmpty()) {
            throw circle("The list page " + address + " lists only films that the pages before it have listed.");
        }
        list = address;
        position = 0;
        next = page.next();
        page.titles().stream().filter(handedOut::add).forEach(pending::add);
    }

    private static CatalogueFault circle(String what) {
        return new CatalogueFault("The paging does not end: " + what + " Correct paging.next in the recipe.");
    }
}
