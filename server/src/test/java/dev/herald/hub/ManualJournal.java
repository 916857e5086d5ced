package dev.herald.hub;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Appended;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.journal.JournalSize;
import dev.herald.journal.Snapshot;
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
    public synchronized List<Event> read(Position after, int countMax, long bytesMax) {
        Runnable action = beforeRead;
        beforeRead = () -> {};
        action.run();
        if (failures > 0) {
            failures--;
            throw new JournalException("the disk is gone");
        }
        List<Event> found = new ArrayList<>();
        long bytes = 0;
        for (Event event : events.tailMap(after, false).values()) {
            found.add(event);
            bytes += event.json().length;
            if (found.size() >= countMax || bytes >= bytesMax) {
                break;
            }
        }
        return found;
    }

    @Override
    public synchronized Position oldest() {
        return events.isEmpty() ? Position.ORIGIN : events.firstKey();
    }

    @Override
    public Position newest() {
        return newest;
    }

    @Override
    public Position floor() {
        return floor;
    }

    @Override
    public boolean isTrimmed() {
        return !floor.equals(Position.ORIGIN);
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
    public List<Appended> append(List<Draft> drafts) {
        throw new UnsupportedOperationException("the hub never appends");
    }

    @Override
    public List<Event> page(HistoryQuery query) {
        throw new UnsupportedOperationException("the hub never pages");
    }

    @Override
    public long trim(TrimRules rules) {
        throw new UnsupportedOperationException("the hub never trims");
    }

    @Override
    public void saveSnapshot(String name, Position position, byte[] state) {
        throw new UnsupportedOperationException("the hub keeps no snapshots");
    }

    @Override
    public Optional<Snapshot> loadSnapshot(String name) {
        throw new UnsupportedOperationException("the hub keeps no snapshots");
    }

    @Override
    public void close() {}
}
