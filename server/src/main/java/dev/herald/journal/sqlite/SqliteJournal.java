package dev.herald.journal.sqlite;

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
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import dev.herald.journal.TrimRules;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in one SQLite file.
 *
 * <p>What is known of the file ({@link Tip}) is published after each commit, so those that must not block read it
 * without a lock. Everything that writes holds {@code writing}. When a write fails, nothing of it is kept: the writing
 * connection is closed, which undoes it, and the next write opens another. Should the failed commit turn out to be in the
 * file after all (the disk had it, and only the confirmation failed), its events exist: they are announced then, so that
 * nobody's view of the log has a hole.
 */
public final class SqliteJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
    /** After so many events the figures are saved, so that opening a large file counts only the last ones. */
    private static final int COUNTED_STEP = 20_000;
    /** Beside its JSON an event takes about so much of the write-ahead log. */
    private static final int ROW_OVERHEAD_BYTES = 150;
    /** What is written to see whether the file takes it. */
    private static final int PROBE_BYTES = 64 * 1024;

    private final Clock clock;
    private final DirectoryLock directoryLock;
    private final Connections connections;
    private final FileIdentity identity;
    private final Moments moments;
    private final SqliteReader reader;
    private final Checkpoints checkpoints;
    private final SnapshotFiles snapshots;
    private final Mending mending;
    private final Damage damage;
    private final Listeners listeners = new Listeners();
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable Writer writer;
    private long uncounted;
    private boolean isClosed;
    private volatile Tip tip;

    private SqliteJournal(Path directory, SqliteSettings settings, Clock clock, DirectoryLock directoryLock)
            throws SQLException {
        Path file = directory.resolve("journal.db");
        this.clock = clock;
        this.directoryLock = directoryLock;
        connections = new Connections(file, settings);
        mending = new Mending(directory, clock);
        damage = new Damage(mending::want);
        mending.lookAtLog(damage);
        Mending.Opened found = mending.open(connections, damage);
        tip = found.tip();
        Writer opened = found.writer();
        try {
            identity = FileIdentity.of(file);
            moments = new Moments(clock::epochMillis, clock::nanos, tip.bounds().newest());
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
        writer = opened;
        reader = new SqliteReader(connections, opened.rows(), damage, () -> tip.bounds());
        snapshots = new SnapshotFiles(directory.resolve("snapshots"));
        checkpoints = new Checkpoints(connections);
    }

    /**
     * Opens the journal in the directory, both created if they are not there.
     *
     * @param clock gives new events their moment; may go back
     * @throws JournalException when another process has it, it cannot be written, or the file is damaged, not ours or of
     *     another version; the message is for the operator and says what to do
     */
    public static SqliteJournal open(Path directory, SqliteSettings settings, Clock clock) {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        boolean isOpen = false;
        try {
            OwnerOnly.make(directory.resolve("journal.db"));
            SqliteJournal journal = new SqliteJournal(directory, settings, clock, lock);
            isOpen = true;
            return journal;
        } catch (SQLException fault) {
            throw Faults.of("journal in " + directory + " cannot be opened", fault);
        } catch (IOException unwritable) {
            throw new JournalException(
                    "journal in " + directory + " cannot be made: " + unwritable.getMessage(), unwritable);
        } catch (JournalException refusal) {
            throw new JournalException(directory.resolve("journal.db") + " " + refusal.getMessage(), refusal);
        } finally {
            if (!isOpen) {
                lock.close();
            }
        }
    }

    /** What is wrong with the log, while it can be read and written. Any thread. */
    @Override
    public Health.Status status() {
        return damage.status().orWorse(moments.status(newest()));
    }

    @Override
    public List<Outcome> appendEach(List<List<Draft>> submissions) {
        return write("events could not be kept", open -> {
            Position end = tip.bounds().end();
            Position forgetBefore = before(IDEMPOTENCY_MILLIS);
            Placement placed = Placement.of(submissions, end, moments.next(), new Remembered(open, forgetBefore));
            if (!placed.events().isEmpty()) {
                open.append(placed, end, forgetBefore);
                committed(open, placed.events());
            }
            return placed.outcomes();
        });
    }

    /** What the file remembers beside its events. */
    private record Remembered(Writer open, Position forgetBefore) implements Placement.Keys<SQLException> {
        @Override
        public Placement.@Nullable Known recall(String key) throws SQLException {
            return open.recall(key)
                    .filter(known -> !forgetBefore.isAfter(known.first()))
                    .orElse(null);
        }

        @Override
        public Position last(Versioned of) throws SQLException {
            return open.last(of);
        }
    }

    private Position before(long millisAgo) {
        return Position.of(Math.max(0, clock.epochMillis() - millisAgo), 0);
    }

    /** From here on the events exist; what fails now is not the append. */
    private void committed(Writer open, List<Event> events) {
        Tip before = tip;
        tip = before.appended(events);
        uncounted += events.size();
        listeners.announce(events);
        checkpoints.committed(
                open.connection(),
                tip.counted().bytes() - before.counted().bytes() + (long) events.size() * ROW_OVERHEAD_BYTES);
    }

    @Override
    public Slice read(Position after, Reach wanted, Budget budget) {
        return reader.read(after, wanted, budget);
    }

    @Override
    public Summary summary(SummaryQuery query, Budget budget) {
        return reader.summary(query, budget);
    }

    @Override
    public HistoryPage page(HistoryQuery query, Budget budget) {
        return reader.page(query, budget);
    }

    @Override
    public Optional<Event> find(Position position) {
        return reader.find(position);
    }

    @Override
    public Bounds bounds() {
        return tip.bounds();
    }

    @Override
    public void listen(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    @Override
    public long trim(TrimRules rules) {
        return write("old events could not be removed", open -> {
            Optional<Writer.Trim> plan = open.plan(rules, tip.counted(), TRIM_STEP);
            if (plan.isEmpty()) {
                saveCounted(open);
                return 0L;
            }
            Writer.Trim trim = plan.get();
            Tip now = tip;
            Writer.Counted left = now.counted().plus(-trim.events(), -trim.bytes());
            Bounds bounds = now.bounds();
            open.trim(trim, bounds.newest(), left, before(VERSIONED_MILLIS));
            uncounted = 0;
            tip = new Tip(new Bounds(bounds.begun(), trim.upTo(), open.oldest(), bounds.newest()), left);
            checkpoints.committed(open.connection(), trim.bytes());
            return trim.events();
        });
    }

    private void saveCounted(Writer open) throws SQLException {
        if (uncounted >= COUNTED_STEP) {
            open.saveCounted(tip.bounds().newest(), tip.counted());
            uncounted = 0;
        }
    }

    @Override
    public void probe() {
        write("events could not be kept", open -> {
            open.probe(PROBE_BYTES);
            checkpoints.committed(open.connection(), PROBE_BYTES);
            return true;
        });
    }

    @Override
    public void save(String name, int version, Position position, byte[] state) {
        snapshots.save(name, version, position, state);
    }

    @Override
    public Optional<Snapshot> load(String name, Position upTo) {
        return snapshots.load(name, upTo);
    }

    @Override
    public List<Position> kept(String name) {
        return snapshots.kept(name);
    }

    @Override
    public void forget(String name, Position before) {
        snapshots.forget(name, before);
    }

    @Override
    public JournalSize size() {
        Writer.Counted counted = tip.counted();
        return new JournalSize(counted.events(), counted.bytes());
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            reader.close();
            checkpoints.close();
            discardWriter();
            directoryLock.close();
        } finally {
            writing.unlock();
        }
    }

    /** What is done with the writing connection. */
    private interface Write<T> {
        T with(Writer open) throws SQLException;
    }

    private <T> T write(String tried, Write<T> write) {
        writing.lock();
        boolean isDone = false;
        try {
            if (isClosed) {
                throw new JournalException("the journal is closed");
            }
            identity.check();
            T answer = withMended(write);
            isDone = true;
            return answer;
        } catch (SQLException fault) {
            throw Faults.of(tried, fault);
        } finally {
            if (!isDone) {
                discardWriter();
                lookAgain();
            }
            writing.unlock();
        }
    }

    /** A write that meets what cannot be read is tried again when the file is mended. */
    private <T> T withMended(Write<T> write) throws SQLException {
        if (mending.isDue()) {
            mendAsWanted();
        }
        try {
            return write.with(open());
        } catch (SQLException fault) {
            if (!Faults.isMendable(fault)) {
                throw fault;
            }
            if (!mend(false)) {
                // No page was amiss: it is what follows from the events that contradicts them.
                mend(true);
            }
        }
        return write.with(open());
    }

    /** A read has met what cannot be read. The write itself may go on in any case. */
    private void mendAsWanted() {
        try {
            mend(false);
        } catch (SQLException | JournalException failure) {
            LOG.error("the journal's file could not be mended; what cannot be read is gone around", failure);
        }
    }

    /** While nobody reads. Answers whether anything was amiss. */
    private boolean mend(boolean isAll) throws SQLException {
        discardWriter();
        reader.pause();
        try {
            checkpoints.pause();
            return mending.mend(connections, tip.bounds().newest(), isAll, damage);
        } finally {
            reader.goOn();
        }
    }

    /** What failed may be in the file after all: nobody's view of the log stays wrong until the next write. */
    private void lookAgain() {
        try {
            if (!isClosed) {
                identity.check();
                open();
            }
        } catch (SQLException | RuntimeException still) {
            LOG.debug("the journal cannot be looked at after a failed write; the next one tries again", still);
        }
    }

    private Writer open() throws SQLException {
        Writer open = writer;
        if (open == null) {
            Mending.Opened again = mending.reopen(connections, damage);
            open = again.writer();
            writer = open;
            Position known = tip.bounds().newest();
            Tip found = again.tip();
            if (found.bounds().newest().isAfter(known)) {
                committed(open, open.after(known));
            }
            tip = found;
        }
        return open;
    }

    private void discardWriter() {
        Writer open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }
}
