package dev.herald.journal;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one ordered durable log. An event exists when {@link #append} has returned, and not before.
 *
 * <p>Every method but {@link #oldest}, {@link #newest} and {@link #floor} may block on IO: never call one on a loop.
 */
public interface Journal extends AutoCloseable {
    /** How long an idempotency key is remembered. */
    long IDEMPOTENCY_MILLIS = 72L * 60 * 60 * 1000;

    /** How many events one call of {@link #trim} removes at most. */
    int TRIM_STEP = 1_000;

    /**
     * Keeps the drafts, in order, and returns when they are durable: all of them or none. A draft whose idempotency key
     * is known (from the last 72 h, or from earlier in this batch) is not kept again; its place in the answer names the
     * first event's position. Listeners hear the new events before this returns. One thread at a time.
     *
     * @throws JournalException when nothing of the batch was kept, for a reason that may pass (full disk, IO error)
     */
    List<Appended> append(List<Draft> drafts);

    /**
     * Events after the position, oldest first, at least one if there is one.
     *
     * @param countMax at most so many
     * @param bytesMax stop after the event that reaches so many bytes of JSON
     */
    List<Event> read(Position after, int countMax, long bytesMax);

    /** A page of history. */
    List<Event> page(HistoryQuery query);

    /** The event at this position, if the log has it. */
    Optional<Event> find(Position position);

    /** The oldest event kept, or {@link Position#ORIGIN} when there is none. Any thread, never blocks. */
    Position oldest();

    /** The newest event, or {@link Position#ORIGIN} when there is none; remembered when trimmed. Never blocks. */
    Position newest();

    /**
     * The log is complete after this position: a reader that asks for less may have missed something. It is where the
     * log was begun, or the newest event that was trimmed; {@link Position#ORIGIN} as a request means "all there is" and
     * is complete while nothing was trimmed. Any thread, never blocks.
     */
    Position floor();

    /** Whether everything after the position is still here: not below the floor, not beyond the newest. */
    default boolean isComplete(Position after) {
        boolean wholeLog = after.equals(Position.ORIGIN) && !isTrimmed();
        return wholeLog || after.compareTo(floor()) >= 0 && (after.compareTo(newest()) <= 0 || after.equals(floor()));
    }

    /** Whether events were ever removed. Any thread, never blocks. */
    boolean isTrimmed();

    /**
     * Hears each committed batch of new events, in order, on the thread that committed it; also those of other instances
     * where several share the log. A listener must not block.
     */
    void listen(Consumer<List<Event>> listener);

    /**
     * Removes what the rules no longer keep, never beyond {@code rules.keepAfter}, the oldest first and at most
     * {@link #TRIM_STEP} of them, so that appends do not wait long: call it again until it answers 0. The writer's
     * thread.
     *
     * @return how many events went
     */
    long trim(TrimRules rules);

    /** Keeps a projection's state as of a position under its name, in place of the one before. */
    void saveSnapshot(String name, Position position, byte[] state);

    Optional<Snapshot> loadSnapshot(String name);

    /** Free form figures for people: number of events, bytes. */
    JournalSize size();

    @Override
    void close();
}
