package dev.herald.journal;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The end of the log, as it grows. Any thread; nothing here blocks. */
public interface Tail {
    /**
     * Hears each committed batch of new events, in order, on the thread that committed it; also those of other instances
     * where several share the log. A listener must not block.
     */
    void listen(Consumer<List<Event>> listener);

    /** Where the log begins and ends now. What a reader gets is decided by {@link Reader} alone. */
    Bounds bounds();

    /** The newest event, or {@link Position#ORIGIN} when there is none; remembered when trimmed. */
    default Position newest() {
        return bounds().newest();
    }

    /** The oldest event kept, or {@link Position#ORIGIN} when there is none. */
    default Position oldest() {
        return bounds().oldest();
    }

    /** Where a reader of what follows the position begins, where that is known without a read. */
    default Optional<Start> start(Position after) {
        return bounds().start(after);
    }

    /** How much the log holds. */
    JournalSize size();
}
