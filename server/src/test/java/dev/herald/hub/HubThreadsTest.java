package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Room;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops that are threads, a journal that commits beside them, reads on virtual threads. */
class HubThreadsTest {
    private static final int EVENTS = 20_000;
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final List<ThreadLoop> loops = List.of(new ThreadLoop("a"), new ThreadLoop("b"));
    private final ManualJournal journal = new ManualJournal();
    private final RecordingDialect dialect = new RecordingDialect();
    private final ReadLanes reads = new ReadLanes(journal, ReadLimits.of(2));
    private final Hub hub = new Hub(journal, reads, HubStage.SMALL, Clock.system(), new SimpleMeterRegistry());
    private final List<CompletableFuture<List<Position>>> complete = new ArrayList<>();
    private final List<Event> events = events();

    @AfterEach
    void stop() {
        hub.close();
        reads.close();
        loops.forEach(ThreadLoop::stop);
    }

    @Test
    void everySessionOfEveryShardGetsEveryEventOnceAndInOrder() throws Exception {
        loops.forEach(hub::open);
        journal.commit(events.subList(0, 10));
        for (int i = 0; i < 20; i++) {
            open(loops.get(i % 2), i % 3 == 0);
        }
        for (int at = 10; at < EVENTS; at += 10) {
            journal.commit(events.subList(at, at + 10));
            if (at % 5_000 == 0) {
                open(loops.get(0), false);
            }
        }
        List<Position> expected = events.stream().map(Event::position).toList();
        for (CompletableFuture<List<Position>> session : complete) {
            assertThat(session.get(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    /** A session from the origin on; a slow one takes two pieces, then a pause of one turn of its loop. */
    private void open(ThreadLoop loop, boolean isSlow) {
        CompletableFuture<List<Position>> all = new CompletableFuture<>();
        complete.add(all);
        loop.post(() -> {
            RecordingOutlet outlet = new RecordingOutlet();
            Cursor<RecordingDialect.Piece> cursor = hub.shard(loop).onOpen(outlet);
            outlet.listen(event -> {
                if (event.position().equals(events.getLast().position())) {
                    all.complete(outlet.positions());
                }
            });
            outlet.duringWrite(() -> {
                if (isSlow && !outlet.isWritable()) {
                    loop.post(() -> new HubStage.Session(cursor, outlet).resume(2));
                }
            });
            outlet.allow(isSlow ? 2 : Integer.MAX_VALUE);
            cursor.onSeek(Position.ORIGIN, found -> {
                cursor.onSubscribe(HubStage.ALL, dialect, found);
                cursor.onRelease();
            });
        });
    }

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            events.add(new Event(
                    new Position(i),
                    KnownType.COMMIT,
                    HubStage.P,
                    Set.of(Room.project(HubStage.P)),
                    "test",
                    null,
                    null,
                    null,
                    new byte[50]));
        }
        return events;
    }

    /** A loop that is a thread of its own. */
    private static final class ThreadLoop implements Loop {
        private final ScheduledExecutorService executor;
        private volatile Thread thread = Thread.currentThread();

        ThreadLoop(String name) {
            executor = Executors.newSingleThreadScheduledExecutor(task -> {
                thread = new Thread(task, name);
                return thread;
            });
        }

        @Override
        public void post(Runnable task) {
            executor.execute(task);
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            ScheduledFuture<?> future = executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public boolean isInside() {
            return Thread.currentThread() == thread;
        }

        void stop() {
            executor.shutdownNow();
        }
    }
}
