package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.journal.Budget;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.Reading;
import dev.herald.journal.Slice;
import dev.herald.loop.ManualLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hub on manual loops, whose reads of the journal run when the test says so. */
final class HubStage {
    static final HubLimits SMALL =
            new HubLimits(32, 4_000, 64, 8_000, 500, 8, 4, 2_000, 16, 6_000, 2, 1_000, 3, 100, 4);
    static final ProjectId P = new ProjectId("p");
    static final Subscription ALL = Subscription.everything();

    final ManualJournal journal = new ManualJournal();
    final RecordingDialect dialect = new RecordingDialect();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final List<ManualLoop> loops = new ArrayList<>();
    final List<Shard> shards = new ArrayList<>();
    final ArrayDeque<Runnable> reads = new ArrayDeque<>();
    private final ArrayDeque<Runnable> looks = new ArrayDeque<>();
    final Hub hub;
    private Position last = Position.of(1_000, 0);

    HubStage(HubLimits limits, int loopCount) {
        ManualLoop clock = new ManualLoop();
        hub = new Hub(journal, this::read, limits, clock, meters);
        for (int i = 0; i < loopCount; i++) {
            ManualLoop loop = new ManualLoop();
            loops.add(loop);
            shards.add(hub.open(loop));
        }
    }

    HubStage(HubLimits limits) {
        this(limits, 1);
    }

    private Reading read(Position after, Reach wanted, Budget budget, Consumer<ReadAnswer<Slice>> then) {
        (budget.eventsMax() == 1 ? looks : reads).add(() -> {
            ReadAnswer<Slice> answer;
            try {
                answer = new ReadAnswer.Read<>(journal.read(after, wanted, budget));
            } catch (JournalException failure) {
                answer = new ReadAnswer.Failed<>(failure);
            }
            then.accept(answer);
        });
        return () -> {};
    }

    /** Finds out how the session continues from the position; what has to be read for it is read at once. */
    Resume seek(Cursor<?> cursor, Position after) {
        AtomicReference<@Nullable Resume> found = new AtomicReference<>();
        cursor.onSeek(after, found::set);
        for (int i = 0; found.get() == null && i < 10; i++) {
            runLooks();
            loops.forEach(i == 0 ? ManualLoop::run : loop -> loop.advance(100));
        }
        Resume resume = found.get();
        return resume == null ? new Resume(false, after, journal.oldest()) : resume;
    }

    /** Runs the reads that only see whether a position is of the log. */
    void runLooks() {
        for (Runnable look = looks.poll(); look != null; look = looks.poll()) {
            look.run();
        }
    }

    ManualLoop loop() {
        return loops.getFirst();
    }

    Shard shard() {
        return shards.getFirst();
    }

    Session session() {
        RecordingOutlet outlet = new RecordingOutlet();
        return new Session(shard().onOpen(outlet), outlet);
    }

    /** A session that has subscribed at the tip. */
    Session live(Subscription subscription) {
        Session session = session();
        session.cursor.onSubscribe(subscription, dialect, null);
        session.cursor.onRelease();
        return session;
    }

    Session live() {
        return live(ALL);
    }

    /** An event that is not in the log yet. */
    Event event(EventType type, @Nullable ProjectId project, @Nullable String subject, int bytes) {
        last = new Position(last.packed() + 1);
        Room room = project == null ? Room.GLOBAL : Room.project(project);
        return new Event(last, type, project, Set.of(room), "test", subject, null, null, new byte[bytes]);
    }

    List<Event> commit(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(KnownType.COMMIT, P, "p", 100));
        }
        journal.commit(events);
        return events;
    }

    /** Commits one by one, each handed on before the next. */
    List<Event> commitApart(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.addAll(commit(1));
            loops.forEach(ManualLoop::run);
        }
        return events;
    }

    /** Runs the loops and the reads until nothing is left to do. */
    void settle() {
        runLooks();
        loops.forEach(ManualLoop::run);
        for (Runnable read = reads.poll(); read != null; read = reads.poll()) {
            read.run();
            loops.forEach(ManualLoop::run);
        }
    }

    void runReads() {
        for (int left = reads.size(); left > 0; left--) {
            reads.remove().run();
        }
    }

    record Session(Cursor<RecordingDialect.Piece> cursor, RecordingOutlet outlet) {
        void stall() {
            outlet.allow(0);
        }

        void resume() {
            resume(Integer.MAX_VALUE);
        }

        void resume(int pieces) {
            outlet.allow(pieces);
            cursor.onWritable();
        }
    }
}
