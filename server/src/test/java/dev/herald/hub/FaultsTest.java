package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.loop.Loop;
import dev.herald.loop.ManualLoop;
import dev.herald.meter.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with one session, whatever it is, costs that session alone, and is told. */
class FaultsTest {
    private final HubStage stage = new HubStage(HubStage.SMALL);

    /** Where a connection fails, always with an {@link Error}: the worst that can come. */
    private enum Where {
        WRITE,
        IS_WRITABLE,
        WRITE_AND_ON_BROKEN
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void aConnectionThatFailsCostsNobodyElse(Where where) {
        HubStage.Session before = stage.live();
        Failing failing = new Failing();
        Cursor<RecordingDialect.Piece> cursor = live(failing);
        HubStage.Session behind = stage.live();
        HubStage.Session elsewhere = stage.session();
        elsewhere.cursor().onSubscribe(HubStage.ALL, new RecordingDialect(), null);
        elsewhere.cursor().onRelease();
        failing.where = where;
        List<Event> events = new ArrayList<>(stage.commitApart(2));
        events.addAll(stage.commitApart(2));
        assertThat(before.outlet().events).isEqualTo(events);
        assertThat(behind.outlet().events).isEqualTo(events);
        assertThat(elsewhere.outlet().events).isEqualTo(events);
        assertThat(failing.broken).isEqualTo(1);
        assertThat(stage.hub.health().level()).isEqualTo(Health.Level.DEGRADED);
        // Nothing is stuck: others may still come.
        assertThat(stage.live().outlet().broken).isEmpty();
        cursor.onClose();
        assertThat(stage.hub.statistics().connections()).isEqualTo(4);
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void anErrorInAnEncodingCostsItsAudienceAlone() {
        HubStage.Session hit = stage.live();
        RecordingDialect other = new RecordingDialect();
        HubStage.Session elsewhere = stage.session();
        elsewhere.cursor().onSubscribe(HubStage.ALL, other, null);
        elsewhere.cursor().onRelease();
        stage.dialect.failNext(new StackOverflowError("nested too deep"));
        List<Event> events = stage.commitApart(1);
        assertThat(hit.outlet().broken).hasSize(1);
        assertThat(elsewhere.outlet().events).isEqualTo(events);
        stage.dialect.failNext(new AssertionError("in a message"));
        HubStage.Session later = stage.live();
        stage.hub.announce(HubTest.STATUS);
        stage.settle();
        assertThat(elsewhere.outlet().live).hasSize(1);
        assertThat(later.outlet().broken).isEmpty();
        assertThat(stage.commitApart(1)).isEqualTo(later.outlet().events);
    }

    /** Two that wait for the tip to come by, of which the first fails: the second still hears that it has. */
    @Test
    void aCursorThatFailsLosesNoWakeUpOfThoseBehindIt() {
        Event kept = stage.event(KnownType.COMMIT, HubStage.P, null, 1);
        stage.journal.keep(List.of(kept));
        Resume ahead = new Resume(true, kept.position(), kept.position());
        Failing failing = new Failing();
        Cursor<RecordingDialect.Piece> first = stage.shard().onOpen(failing);
        first.onSubscribe(HubStage.ALL, stage.dialect, ahead);
        first.onReplay(ahead, count -> {
            throw new AssertionError("the session's own affair");
        });
        first.onRelease();
        HubStage.Session second = stage.session();
        second.cursor().onSubscribe(HubStage.ALL, stage.dialect, ahead);
        second.cursor().onRelease();
        List<Event> events = stage.commitApart(3);
        assertThat(failing.broken).isEqualTo(1);
        assertThat(second.outlet().events).isEqualTo(events);
        assertThat(second.outlet().broken).isEmpty();
    }

    @Test
    void aLoopThatHasEndedCostsTheOthersNothing() {
        HubStage apart = new HubStage(HubStage.SMALL, 0);
        apart.hub.open(new EndedLoop());
        ManualLoop loop = new ManualLoop();
        apart.loops.add(loop);
        Shard shard = apart.hub.open(loop);
        apart.shards.add(shard);
        HubStage.Session session = apart.live();
        List<Event> events = apart.commit(2);
        apart.hub.announce(HubTest.STATUS);
        apart.settle();
        assertThat(session.outlet().events).isEqualTo(events);
        assertThat(session.outlet().live).hasSize(1);
        assertThat(apart.hub.health().level()).isEqualTo(Health.Level.DEGRADED);
    }

    private Cursor<RecordingDialect.Piece> live(Outlet<RecordingDialect.Piece> outlet) {
        Cursor<RecordingDialect.Piece> cursor = stage.shard().onOpen(outlet);
        cursor.onSubscribe(HubStage.ALL, stage.dialect, null);
        cursor.onRelease();
        return cursor;
    }

    /** A connection that fails once the test says where. */
    private static final class Failing implements Outlet<RecordingDialect.Piece> {
        private @Nullable Where where;
        private int broken;

        @Override
        public boolean isWritable() {
            if (where == Where.IS_WRITABLE) {
                throw new AssertionError("asked for room");
            }
            return true;
        }

        @Override
        public void write(RecordingDialect.Piece piece) {
            if (where != null) {
                throw new StackOverflowError("written to");
            }
        }

        @Override
        public void onGap(Position requested, Position oldestAvailable) {}

        @Override
        public void onBroken(String reason) {
            broken++;
            if (where == Where.WRITE_AND_ON_BROKEN) {
                throw new NoClassDefFoundError("given up");
            }
        }
    }

    /** Takes nothing any more. */
    private static final class EndedLoop implements Loop {
        @Override
        public void post(Runnable task) {
            throw new RejectedExecutionException("the loop has ended");
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            throw new RejectedExecutionException("the loop has ended");
        }

        @Override
        public boolean isInside() {
            return true;
        }
    }
}
