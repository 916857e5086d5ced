package dev.herald.hub;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.journal.JournalSize;
import dev.herald.journal.Outcome;
import dev.herald.journal.Slice;
import dev.herald.journal.Snapshot;
import dev.herald.journal.Start;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import dev.herald.journal.TrimRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log of given events, whose reads fail, and whose events go, when the test says so. */
final class ManualJournal implements Journal {
    private final TreeMap<Position, Event> events = new TreeMap<>();
    private final List<Consumer<List<Event>>> listeners = new CopyOnWriteArrayList<>();
    private volatile Position newest = Position.ORIGIN;
    private volatile Position floor = Position.ORIGIN;
    private int failures;
    private Runnable beforeRead = () -> {};

    void commit(List<Event> batch) {
        keep(batch);
        listeners.forEach(listener -> listener.accept(List.copyOf(batch)));
    }

    /** In the log, and told to nobody. */
    synchronized void keep(List<Event> batch) {
        batch.forEach(event -> events.put(event.position(), event));
        newest = batch.getLast().position();
    }

    synchronized void trimUpTo(Position upTo) {
        Position last = upTo.isAfter(newest) ? newest : upTo;
        floor = last.isAfter(floor) ? last : floor;
        events.headMap(last, true).clear();
    }

    synchronized void failReads(int times) {
        failures = times;
    }

    synchronized void beforeNextRead(Runnable action) {
        beforeRead = action;
    }

    @Override
    public synchronized Slice read(Position after, Reach wanted, Budget budget) {
        Runnable action = beforeRead;
        beforeRead = () -> {};
        action.run();
        if (failures > 0) {
            failures--;
            throw new JournalException("the disk is gone");
        }
        Bounds bounds = bounds();
        Position nearest = events.floorKey(after);
        Start start = bounds.start(after, nearest == null ? Position.ORIGIN : nearest);
        List<Event> found = new ArrayList<>();
        long bytes = 0;
        for (Event event : events.tailMap(start.from(), false).values()) {
            found.add(event);
            bytes += event.json().length;
            if (found.size() >= budget.eventsMax() || bytes >= budget.bytesMax()) {
                break;
            }
        }
        Position reached = found.isEmpty() ? start.from() : found.getLast().position();
        return new Slice(found, bounds.floor(), start.isWhole(), start.from(), reached, bounds.oldest());
    }

    /** Whether a read from here would be whole now. */
    synchronized boolean isWholeAfter(Position after) {
        Position nearest = events.floorKey(after);
        return bounds().start(after, nearest == null ? Position.ORIGIN : nearest)
                .isWhole();
    }

    @Override
    public synchronized Bounds bounds() {
        return new Bounds(Position.ORIGIN, floor, events.isEmpty() ? Position.ORIGIN : events.firstKey(), newest);
    }

    @Override
    public void listen(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized Optional<Event> find(Position position) {
        return Optional.ofNullable(events.get(position));
    }

    @Override
    public synchronized JournalSize size() {
        return new JournalSize(events.size(), 0);
    }

    @Override
    public List<Outcome> appendEach(List<List<Draft>> submissions) {
        throw new UnsupportedOperationException("the hub never appends");
    }

    @Override
    public Summary summary(SummaryQuery query, Budget budget) {
        throw new UnsupportedOperationException("the hub never counts");
    }

    @Override
    public HistoryPage page(HistoryQuery query, Budget budget) {
        throw new UnsupportedOperationException("the hub never pages");
    }

    @Override
    public void probe() {
        throw new UnsupportedOperationException("the hub never appends");
    }

    @Override
    public long trim(TrimRules rules) {
        throw new UnsupportedOperationException("the hub never trims");
    }

    @Override
    public void save(String name, int version, Position position, byte[] state) {
        throw new UnsupportedOperationException("the hub keeps no snapshots");
    }

    @Override
    public Optional<Snapshot> load(String name, Position upTo) {
        throw new UnsupportedOperationException("the hub keeps no snapshots");
    }

    @Override
    public void forget(String name, Position before) {
        throw new UnsupportedOperationException("the hub keeps no snapshots");
    }

    @Override
    public List<Position> kept(String name) {
        throw new UnsupportedOperationException("the hub keeps no snapshots");
    }

    @Override
    public void close() {}
}
