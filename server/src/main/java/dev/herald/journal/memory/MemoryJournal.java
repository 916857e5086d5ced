package dev.herald.journal.memory;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Appended;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.journal.JournalSize;
import dev.herald.journal.Listeners;
import dev.herald.journal.Snapshot;
import dev.herald.journal.TrimRules;
import dev.herald.loop.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The log in memory. One lock guards the maps, so a reader sees a batch whole or not at all; where the log stands is
 * published beside it for those that must not block.
 */
public final class MemoryJournal implements Journal {
    private final Clock clock;
    private final Listeners listeners = new Listeners();
    private final Position begun;

    private final TreeMap<Position, Event> events = new TreeMap<>();
    /** In the order of their positions, for the oldest are forgotten first. */
    private final LinkedHashMap<String, Position> keys = new LinkedHashMap<>();

    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private long bytes;
    private boolean isClosed;

    private volatile Position oldest = Position.ORIGIN;
    private volatile Position newest = Position.ORIGIN;
    private volatile Position trimmed = Position.ORIGIN;

    /** @param clock gives new events their moment; may go back */
    public MemoryJournal(Clock clock) {
        this.clock = clock;
        begun = Position.of(clock.epochMillis(), 0);
    }

    @Override
    public List<Appended> append(List<Draft> drafts) {
        List<Event> kept = new ArrayList<>(drafts.size());
        List<Appended> answer = place(drafts, kept);
        listeners.announce(kept);
        return answer;
    }

    private synchronized List<Appended> place(List<Draft> drafts, List<Event> kept) {
        checkOpen();
        long now = clock.epochMillis();
        forgetKeysBefore(now - IDEMPOTENCY_MILLIS);
        Map<String, Position> own = new LinkedHashMap<>();
        List<Appended> answer = new ArrayList<>(drafts.size());
        Position last = newest.isAfter(begun) ? newest : begun;
        for (Draft draft : drafts) {
            String key = draft.idempotencyKey();
            Position first = key == null ? null : own.getOrDefault(key, keys.get(key));
            if (first != null) {
                answer.add(new Appended(first, false));
                continue;
            }
            last = last.next(now);
            kept.add(draft.at(last));
            answer.add(new Appended(last, true));
            if (key != null) {
                own.put(key, last);
            }
        }
        keys.putAll(own);
        for (Event event : kept) {
            events.put(event.position(), event);
            bytes += event.json().length;
        }
        if (!kept.isEmpty()) {
            oldest = events.firstKey();
            newest = last;
        }
        return List.copyOf(answer);
    }

    private void forgetKeysBefore(long millis) {
        Iterator<Position> positions = keys.values().iterator();
        while (positions.hasNext() && positions.next().epochMillis() < millis) {
            positions.remove();
        }
    }

    @Override
    public synchronized List<Event> read(Position after, int countMax, long bytesMax) {
        checkOpen();
        List<Event> found = new ArrayList<>();
        long foundBytes = 0;
        for (Event event : events.tailMap(after, false).values()) {
            found.add(event);
            foundBytes += event.json().length;
            if (found.size() >= countMax || foundBytes >= bytesMax) {
                break;
            }
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized List<Event> page(HistoryQuery query) {
        checkOpen();
        NavigableMap<Position, Event> range = events.tailMap(query.after(), false);
        Position before = query.before();
        if (before != null) {
            if (before.compareTo(query.after()) <= 0) {
                return List.of();
            }
            range = range.headMap(before, false);
        }
        return (query.newestFirst() ? range.descendingMap() : range)
                .values().stream()
                        .filter(event -> query.takes(event.project()) && query.takes(event.type()))
                        .limit(query.limit())
                        .toList();
    }

    @Override
    public synchronized Optional<Event> find(Position position) {
        checkOpen();
        return Optional.ofNullable(events.get(position));
    }

    @Override
    public Position oldest() {
        return oldest;
    }

    @Override
    public Position newest() {
        return newest;
    }

    @Override
    public Position floor() {
        Position gone = trimmed;
        return gone.isAfter(begun) ? gone : begun;
    }

    @Override
    public boolean isTrimmed() {
        return !trimmed.equals(Position.ORIGIN);
    }

    @Override
    public void listen(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized long trim(TrimRules rules) {
        checkOpen();
        long gone = 0;
        while (gone < TRIM_STEP && !events.isEmpty()) {
            Event first = events.firstEntry().getValue();
            if (!rules.removes(first.position(), events.size(), bytes)) {
                break;
            }
            events.pollFirstEntry();
            bytes -= first.json().length;
            trimmed = first.position();
            gone++;
        }
        oldest = events.isEmpty() ? Position.ORIGIN : events.firstKey();
        return gone;
    }

    @Override
    public synchronized void saveSnapshot(String name, Position position, byte[] state) {
        checkOpen();
        snapshots.put(name, new Snapshot(position, state.clone()));
    }

    @Override
    public synchronized Optional<Snapshot> loadSnapshot(String name) {
        checkOpen();
        return Optional.ofNullable(snapshots.get(name));
    }

    @Override
    public synchronized JournalSize size() {
        return new JournalSize(events.size(), bytes);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
    }

    private void checkOpen() {
        if (isClosed) {
            throw new JournalException("the journal is closed");
        }
    }
}
