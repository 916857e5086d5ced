package dev.herald.journal;

import dev.herald.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who hears each committed batch: the part of {@link Journal#listen} that every engine shares.
 *
 * <p>Adding is for any thread; announcing is the committing thread's.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Consumer<List<Event>>> listeners = new CopyOnWriteArrayList<>();

    public void add(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    /**
     * Tells every listener of events that are durable; an empty batch is not told. A listener that throws is a defect of
     * its own room: it is logged, and neither the publisher nor the other listeners notice, for the events are kept.
     */
    public void announce(List<Event> committed) {
        if (committed.isEmpty()) {
            return;
        }
        List<Event> batch = List.copyOf(committed);
        for (Consumer<List<Event>> listener : listeners) {
            try {
                listener.accept(batch);
            } catch (RuntimeException | Error defect) {
                LOG.error(
                        "a listener of the journal failed on the batch that ends at {}",
                        batch.getLast().position(),
                        defect);
            }
        }
    }
}
