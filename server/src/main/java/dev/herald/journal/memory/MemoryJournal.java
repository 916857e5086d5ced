package dev.herald.journal.memory;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Versioned;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.journal.JournalSize;
import dev.herald.journal.Listeners;
import dev.herald.journal.Moments;
import dev.herald.journal.Outcome;
import dev.herald.journal.Placement;
import dev.herald.journal.Slice;
import dev.herald.journal.Snapshot;
import dev.herald.journal.Start;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import dev.herald.journal.Thinning;
import dev.herald.journal.TrimRules;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
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
import org.jspecify.annotations.Nullable;

/**
 * The log in memory. One lock guards the maps, so a reader sees a batch whole or not at all; where the log stands is
 * published beside it for those that must not block.
 */
public final class MemoryJournal implements Journal {
    private final Clock clock;
    private final Listeners listeners = new Listeners();

    private final TreeMap<Position, Event> events = new TreeMap<>();
    /** In the order of their positions, for the oldest are forgotten first. */
    private final LinkedHashMap<String, Placement.Known> keys = new LinkedHashMap<>();

    /** Of what has versions. */
    private final Map<Versioned, Position> lasts = new HashMap<>();

    private final Map<String, TreeMap<Position, Snapshot>> snapshots = new HashMap<>();
    private long bytes;
    private boolean isClosed;

    private final Moments moments;
    private volatile Bounds bounds;

    /** @param clock gives new events their moment; may go back */
    public MemoryJournal(Clock clock) {
        this.clock = clock;
        moments = new Moments(clock::epochMillis, clock::nanos, Position.ORIGIN);
        bounds = new Bounds(Position.of(clock.epochMillis(), 0), Position.ORIGIN, Position.ORIGIN, Position.ORIGIN);
    }

    @Override
    public List<Outcome> appendEach(List<List<Draft>> submissions) {
        Placement placed = place(submissions);
        listeners.announce(placed.events());
        return placed.outcomes();
    }

    private synchronized Placement place(List<List<Draft>> submissions) {
        checkOpen();
        long now = clock.epochMillis();
        forgetKeysBefore(now - IDEMPOTENCY_MILLIS);
        Placement placed = Placement.of(submissions, bounds.end(), moments.next(), new Remembered());
        List<Event> kept = placed.events();
        for (Event event : kept) {
            events.put(event.position(), event);
            bytes += event.json().length;
            String key = event.idempotencyKey();
            if (key != null) {
                keys.put(key, placed.keys().get(key));
            }
        }
        lasts.putAll(placed.lasts());
        if (!kept.isEmpty()) {
            bounds = new Bounds(
                    bounds.begun(),
                    bounds.trimmed(),
                    events.firstKey(),
                    kept.getLast().position());
        }
        return placed;
    }

    /** What the log remembers beside its events; under the lock. */
    private final class Remembered implements Placement.Keys<RuntimeException> {
        @Override
        public Placement.@Nullable Known recall(String key) {
            return keys.get(key);
        }

        @Override
        public Position last(Versioned of) {
            return lasts.getOrDefault(of, Position.ORIGIN);
        }
    }

    private void forgetKeysBefore(long millis) {
        Iterator<Placement.Known> known = keys.values().iterator();
        while (known.hasNext() && known.next().first().epochMillis() < millis) {
            known.remove();
        }
    }

    @Override
    public synchronized Slice read(Position after, Reach wanted, Budget budget) {
        checkOpen();
        Bounds now = bounds;
        Position nearest = events.floorKey(after);
        Start start = now.start(after, nearest == null ? Position.ORIGIN : nearest);
        List<Event> found = new ArrayList<>();
        Position reached = start.from();
        long foundBytes = 0;
        for (Event event : events.tailMap(start.from(), false).values()) {
            reached = event.position();
            if (wanted.covers(event)) {
                found.add(event);
                foundBytes += event.json().length;
            }
            if (!found.isEmpty() && (found.size() >= budget.eventsMax() || foundBytes >= budget.bytesMax())) {
                break;
            }
        }
        return new Slice(found, now.floor(), start.isWhole(), start.from(), reached, now.oldest());
    }

    @Override
    public synchronized HistoryPage page(HistoryQuery query, Budget budget) {
        checkOpen();
        Bounds now = bounds;
        boolean isWhole = now.holdsAllAfter(query.after());
        NavigableMap<Position, Event> range = events.tailMap(query.after(), false);
        Position before = query.before();
        if (before != null) {
            range = before.isAfter(query.after()) ? range.headMap(before, false) : new TreeMap<>();
        }
        List<Event> found = new ArrayList<>();
        long foundBytes = 0;
        boolean isFull = false;
        for (Event event : (query.newestFirst() ? range.descendingMap() : range).values()) {
            if (query.takes(event.project()) && query.takes(event.type())) {
                if (isFull) {
                    return new HistoryPage(found, found.getLast().position(), isWhole, now.oldest());
                }
                found.add(event);
                foundBytes += event.json().length;
                isFull = found.size() >= Math.min(query.limit(), budget.eventsMax()) || foundBytes >= budget.bytesMax();
            }
        }
        return new HistoryPage(found, null, isWhole, now.oldest());
    }

    @Override
    public synchronized Summary summary(SummaryQuery query, Budget budget) {
        checkOpen();
        return Counted.of(query, bounds, events.values());
    }

    @Override
    public synchronized Optional<Event> find(Position position) {
        checkOpen();
        return Optional.ofNullable(events.get(position));
    }

    @Override
    public Bounds bounds() {
        return bounds;
    }

    @Override
    public Health.Status status() {
        return moments.status(newest());
    }

    @Override
    public void listen(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized long trim(TrimRules rules) {
        checkOpen();
        long gone = 0;
        Position trimmed = bounds.trimmed();
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
        if (gone > 0) {
            Position old = Position.of(Math.max(0, clock.epochMillis() - VERSIONED_MILLIS), 0);
            Position forgotten = trimmed.isAfter(old) ? old : trimmed;
            lasts.values().removeIf(last -> !last.isAfter(forgotten));
        }
        Position oldest = events.isEmpty() ? Position.ORIGIN : events.firstKey();
        bounds = new Bounds(bounds.begun(), trimmed, oldest, bounds.newest());
        return gone;
    }

    @Override
    public synchronized void probe() {
        checkOpen();
    }

    @Override
    public synchronized void save(String name, int version, Position position, byte[] state) {
        checkOpen();
        TreeMap<Position, Snapshot> kept = snapshots.computeIfAbsent(name, _ -> new TreeMap<>());
        kept.put(position, new Snapshot(version, position, state.clone()));
        Thinning.superfluous(kept.keySet()).forEach(kept::remove);
    }

    @Override
    public synchronized Optional<Snapshot> load(String name, Position upTo) {
        checkOpen();
        return Optional.ofNullable(snapshots.getOrDefault(name, new TreeMap<>()).floorEntry(upTo))
                .map(Map.Entry::getValue);
    }

    @Override
    public synchronized List<Position> kept(String name) {
        return List.copyOf(snapshots.getOrDefault(name, new TreeMap<>()).keySet());
    }

    @Override
    public synchronized void forget(String name, Position before) {
        TreeMap<Position, Snapshot> kept = snapshots.getOrDefault(name, new TreeMap<>());
        while (kept.size() > 1 && before.isAfter(kept.firstKey())) {
            kept.pollFirstEntry();
        }
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
