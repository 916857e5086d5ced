package dev.herald.intake;

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
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import dev.herald.journal.TrimRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A real journal behind a door that the test can close, and that can break. */
final class FaultyJournal implements Journal {
    /** Sizes of the batches that came, in order; also of those that failed. */
    final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    /** Which call of trim came after which batch. */
    final List<Integer> trims = Collections.synchronizedList(new ArrayList<>());

    private final Journal real;
    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger probes = new AtomicInteger();
    private volatile boolean isGated;
    private volatile boolean isBroken;
    private volatile boolean isDeadly;

    FaultyJournal(Journal real) {
        this.real = real;
    }

    /** From now on each append waits until it is let through. */
    void gate() {
        isGated = true;
    }

    void letThrough(int appends) {
        gate.release(appends);
    }

    void open() {
        isGated = false;
        gate.release(1_000);
    }

    void breakDown(boolean broken) {
        isBroken = broken;
    }

    /** From now on each append is no exception's fault, but an error. */
    void failWithAnError(boolean failing) {
        isDeadly = failing;
    }

    /** How often it was tried whether it can write again. */
    int probes() {
        return probes.get();
    }

    @Override
    public List<Outcome> appendEach(List<List<Draft>> submissions) {
        batches.add(submissions.stream().mapToInt(List::size).sum());
        if (isGated) {
            gate.acquireUninterruptibly();
        }
        if (isDeadly) {
            throw new AssertionError("an error, as the test asked");
        }
        if (isBroken) {
            throw new JournalException("the disk is full");
        }
        return real.appendEach(submissions);
    }

    @Override
    public long trim(TrimRules rules) {
        trims.add(batches.size());
        if (isBroken) {
            throw new JournalException("the disk is full");
        }
        return real.trim(rules);
    }

    @Override
    public void probe() {
        probes.incrementAndGet();
        if (isBroken) {
            throw new JournalException("the disk is full");
        }
        real.probe();
    }

    @Override
    public Slice read(Position after, Reach wanted, Budget budget) {
        return real.read(after, wanted, budget);
    }

    @Override
    public Summary summary(SummaryQuery query, Budget budget) {
        return real.summary(query, budget);
    }

    @Override
    public HistoryPage page(HistoryQuery query, Budget budget) {
        return real.page(query, budget);
    }

    @Override
    public Optional<Event> find(Position position) {
        return real.find(position);
    }

    @Override
    public Bounds bounds() {
        return real.bounds();
    }

    @Override
    public void listen(Consumer<List<Event>> listener) {
        real.listen(listener);
    }

    @Override
    public void save(String name, int version, Position position, byte[] state) {
        real.save(name, version, position, state);
    }

    @Override
    public Optional<Snapshot> load(String name, Position upTo) {
        return real.load(name, upTo);
    }

    @Override
    public void forget(String name, Position before) {
        real.forget(name, before);
    }

    @Override
    public List<Position> kept(String name) {
        return real.kept(name);
    }

    @Override
    public JournalSize size() {
        return real.size();
    }

    @Override
    public void close() {
        real.close();
    }
}
