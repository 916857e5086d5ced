package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CursorTest {
    private final HubStage stage = new HubStage(HubStage.SMALL);

    @Test
    void aLiveSessionGetsWhatIsCommitted() {
        HubStage.Session session = stage.live();
        List<Event> events = stage.commit(3);
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(events);
        assertThat(session.outlet().pieces()).isEqualTo(1);
    }

    @Test
    void nothingIsSentBeforeTheRelease() {
        stage.commit(2);
        HubStage.Session session = stage.session();
        Resume resume = session.cursor().onSubscribe(HubStage.ALL, stage.dialect, null);
        assertThat(resume.from()).isEqualTo(stage.journal.newest());
        List<Event> later = stage.commit(2);
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
        session.cursor().onRelease();
        assertThat(session.outlet().events).isEqualTo(later);
    }

    @Test
    void whatWasCommittedBeforeIsNotSentToOneThatJoinsAtTheTip() {
        stage.commit(2);
        HubStage.Session session = stage.live();
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
    }

    @Test
    void aSessionResumesFromTheRing() {
        List<Event> events = stage.commitApart(20);
        HubStage.Session session = resumed(events.get(4).position());
        assertThat(session.outlet().events).isEqualTo(events.subList(5, 20));
        assertThat(stage.hub.statistics().journalReads()).isZero();
    }

    @Test
    void aSessionResumesFromTheJournalWithoutHole() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumed(events.getFirst().position());
        List<Event> during = stage.commit(3);
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(joined(events.subList(1, 100), during));
        assertThat(stage.hub.statistics().journalReads()).isPositive();
        assertThat(stage.hub.statistics().lagging()).isZero();
    }

    @Test
    void aSessionMayResumeFromWhatThisShardHasNotBeenToldOfYet() {
        HubStage.Session session = stage.session();
        List<Event> first = List.of(stage.event(KnownType.COMMIT, HubStage.P, null, 10));
        stage.journal.keep(first);
        Resume resume = session.cursor()
                .onSubscribe(HubStage.ALL, stage.dialect, stage.seek(session.cursor(), stage.journal.newest()));
        session.cursor().onRelease();
        assertThat(resume.isComplete()).isTrue();
        List<Event> second = new ArrayList<>(first);
        second.add(stage.event(KnownType.COMMIT, HubStage.P, null, 10));
        stage.journal.commit(second);
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(second.subList(1, 2));
    }

    @Test
    void belowTheFloorIsNotCompleteAndStartsWithWhatIsLeft() {
        List<Event> events = stage.commitApart(10);
        stage.journal.trimUpTo(events.get(4).position());
        HubStage.Session session = stage.session();
        Resume resume = session.cursor()
                .onSubscribe(
                        HubStage.ALL,
                        stage.dialect,
                        stage.seek(session.cursor(), events.get(1).position()));
        assertThat(resume)
                .isEqualTo(new Resume(
                        false, events.get(4).position(), events.get(5).position()));
        session.cursor().onRelease();
        assertThat(session.outlet().events).isEqualTo(events.subList(5, 10));
        assertThat(session.outlet().gaps).isEmpty();
    }

    @Test
    void beyondTheNewestIsNotCompleteAndContinuesFromTheTip() {
        List<Event> events = stage.commitApart(3);
        HubStage.Session session = stage.session();
        Resume resume = session.cursor()
                .onSubscribe(HubStage.ALL, stage.dialect, stage.seek(session.cursor(), new Position(Long.MAX_VALUE)));
        assertThat(resume.isComplete()).isFalse();
        assertThat(resume.from()).isEqualTo(events.getLast().position());
    }

    @Test
    void aSlowSessionMissesNothing() {
        HubStage.Session slow = stage.live();
        HubStage.Session quick = stage.live();
        slow.stall();
        List<Event> events = stage.commitApart(200);
        assertThat(slow.outlet().events).isEmpty();
        assertThat(quick.outlet().events).isEqualTo(events);
        slow.resume();
        stage.settle();
        assertThat(slow.outlet().events).isEqualTo(events);
    }

    @Test
    void aSecondSubscriptionContinuesWhereTheFirstIs() {
        HubStage.Session session = stage.live();
        session.stall();
        List<Event> missed = stage.commitApart(5);
        session.cursor().onSubscribe(HubStage.ALL, stage.dialect, null);
        Subscription other = Subscription.of(Set.of(KnownType.COMMIT), true, Set.of(), true, Set.of(), false);
        Resume resume = session.cursor().onSubscribe(other, stage.dialect, null);
        session.cursor().onRelease();
        session.resume();
        assertThat(resume.isComplete()).isTrue();
        assertThat(session.outlet().events).isEqualTo(missed);
        assertThat(session.cursor().subscription()).contains(other);
        assertThat(stage.shard().audienceCount()).isEqualTo(1);
    }

    @Test
    void unsubscribingDuringAReadOfTheJournalEndsIt() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumedHeld(events.getFirst().position());
        session.cursor().onRelease();
        assertThat(stage.reads).hasSize(1);
        session.cursor().onUnsubscribe();
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
        session.cursor().onSubscribe(HubStage.ALL, stage.dialect, null);
        session.cursor().onRelease();
        List<Event> later = stage.commit(1);
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(later);
    }

    @Test
    void subscribingAnewDuringAReadOfTheJournalDoesNotSendTheOldRead() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumedHeld(events.getFirst().position());
        session.cursor().onRelease();
        session.cursor()
                .onSubscribe(
                        HubStage.ALL,
                        stage.dialect,
                        stage.seek(session.cursor(), events.get(10).position()));
        session.cursor().onRelease();
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(events.subList(11, 100));
    }

    @Test
    void closingDuringAReadOfTheJournalEndsIt() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumedHeld(events.getFirst().position());
        session.cursor().onRelease();
        session.cursor().onClose();
        session.cursor().onClose();
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
        assertThat(stage.hub.statistics().connections()).isZero();
        assertThat(stage.hub.statistics().lagging()).isZero();
    }

    @Test
    void aFailedReadIsTriedAgain() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumedHeld(events.getFirst().position());
        stage.journal.failReads(2);
        session.cursor().onRelease();
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
        stage.loop().advance(100);
        stage.settle();
        stage.loop().advance(200);
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(events.subList(1, 100));
        assertThat(session.outlet().broken).isEmpty();
    }

    @Test
    void aSeekThatFailsForAWhileIsNoGap() {
        List<Event> events = stage.commitApart(100);
        stage.journal.failReads(2);
        HubStage.Session session = resumed(events.getFirst().position());
        assertThat(session.outlet().events).isEqualTo(events.subList(1, 100));
        assertThat(session.outlet().gaps).isEmpty();
        assertThat(session.outlet().broken).isEmpty();
    }

    @Test
    void aSeekThatFailsTooOftenBreaksTheSessionLoudly() {
        List<Event> events = stage.commitApart(100);
        stage.journal.failReads(3);
        HubStage.Session session = resumed(events.getFirst().position());
        assertThat(session.outlet().broken).hasSize(1).first().asString().contains("the disk is gone");
        assertThat(session.outlet().events).isEmpty();
    }

    /** The log is trimmed past a session that is being read for: it is told once, and gets what is left. */
    @Test
    void aTrimThatOvertakesASlowReaderIsToldOnceAndDeliveryGoesOn() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumedHeld(events.getFirst().position());
        session.outlet().allow(1);
        session.cursor().onRelease();
        stage.settle();
        int got = session.outlet().events.size();
        stage.journal.trimUpTo(events.get(60).position());
        session.resume();
        stage.settle();
        assertThat(session.outlet().gaps).containsExactly(events.get(got).position());
        assertThat(session.outlet()
                        .positions()
                        .subList(got, session.outlet().positions().size()))
                .isEqualTo(events.subList(61, 100).stream().map(Event::position).toList());
    }

    @Test
    void aReadThatFailsTooOftenBreaksTheSessionLoudly() {
        List<Event> events = stage.commitApart(100);
        HubStage.Session session = resumedHeld(events.getFirst().position());
        stage.journal.failReads(3);
        session.cursor().onRelease();
        stage.settle();
        for (int i = 0; i < 5; i++) {
            stage.loop().advance(1_000);
            stage.settle();
        }
        assertThat(session.outlet().broken).hasSize(1).first().asString().contains("the disk is gone");
        session.cursor().onSubscribe(HubStage.ALL, stage.dialect, null);
        stage.commitApart(1);
        assertThat(session.outlet().events).isEmpty();
        session.cursor().onClose();
        assertThat(stage.hub.statistics().connections()).isZero();
    }

    @Test
    void aTrimThatOvertakesALaggingSessionIsToldBeforeWhatIsLeft() {
        HubStage.Session session = stage.live();
        session.stall();
        List<Event> events = stage.commitApart(100);
        stage.journal.trimUpTo(events.get(49).position());
        session.resume();
        stage.settle();
        assertThat(session.outlet().gaps).hasSize(1);
        assertThat(session.outlet().said.getFirst()).startsWith("gap after");
        assertThat(session.outlet().events).isEqualTo(events.subList(50, 100));
    }

    @Test
    void aTrimDuringTheReadIsNotTakenForAGapUnlessSomethingIsMissing() {
        List<Event> events = stage.commitApart(100);
        stage.journal.beforeNextRead(
                () -> stage.journal.trimUpTo(events.getFirst().position()));
        HubStage.Session session = resumed(events.getFirst().position());
        assertThat(session.outlet().gaps).isEmpty();
        assertThat(session.outlet().events).isEqualTo(events.subList(1, 100));
    }

    @Test
    void whenAllIsTrimmedTheSessionIsToldAndGoesOnLive() {
        HubStage.Session session = stage.live();
        session.stall();
        List<Event> events = stage.commitApart(100);
        stage.journal.trimUpTo(events.getLast().position());
        session.resume();
        stage.settle();
        List<Event> later = stage.commitApart(1);
        assertThat(session.outlet().gaps).hasSize(1);
        assertThat(session.outlet().events).isEqualTo(later);
    }

    @Test
    void closingOnAGapEndsTheSession() {
        HubStage.Session session = stage.live();
        session.stall();
        List<Event> events = stage.commitApart(100);
        stage.journal.trimUpTo(events.get(49).position());
        session.outlet().duringGap(session.cursor()::onClose);
        session.resume();
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
    }

    @Test
    void closingInsideAWriteDisturbsNobody() {
        List<HubStage.Session> sessions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sessions.add(stage.live());
        }
        sessions.get(2).outlet().duringWrite(sessions.get(1).cursor()::onClose);
        sessions.get(3).outlet().duringWrite(sessions.get(3).cursor()::onClose);
        List<Event> events = stage.commitApart(2);
        assertThat(sessions.get(0).outlet().events).isEqualTo(events);
        assertThat(sessions.get(2).outlet().events).isEqualTo(events);
        assertThat(sessions.get(4).outlet().events).isEqualTo(events);
        assertThat(sessions.get(3).outlet().events).isEqualTo(events.subList(0, 1));
    }

    @Test
    void theLastMemberMayCloseInsideItsWrite() {
        HubStage.Session session = stage.live();
        session.outlet().duringWrite(session.cursor()::onClose);
        stage.commitApart(2);
        assertThat(session.outlet().events).hasSize(1);
        assertThat(stage.shard().audienceCount()).isZero();
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void subscribingInsideAWriteIsABrokenInvariant() {
        HubStage.Session session = stage.live();
        session.outlet()
                .duringWrite(() -> assertThatThrownBy(
                                () -> session.cursor().onSubscribe(HubStage.ALL, stage.dialect, null))
                        .isInstanceOf(IllegalStateException.class));
        stage.commitApart(1);
        assertThat(session.outlet().events).hasSize(1);
    }

    @Test
    void callsFromAnotherThreadAreRefused() {
        HubStage.Session session = stage.live();
        stage.loop().pretendInside(false);
        assertThatThrownBy(session.cursor()::onWritable).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session.cursor()::onClose).isInstanceOf(IllegalStateException.class);
        stage.loop().pretendInside(true);
    }

    @Test
    void whileLaggingSupersededProgressIsSkippedForThoseWhoAskedForIt() {
        Subscription conflating = Subscription.of(Set.of(), true, Set.of(), true, Set.of(), true);
        HubStage.Session session = stage.live(conflating);
        session.stall();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.add(stage.event(KnownType.WORKFLOW_PROGRESS, HubStage.P, "w1", 10));
            events.add(stage.event(KnownType.COMMIT, HubStage.P, "w1", 10));
        }
        stage.journal.commit(events);
        stage.settle();
        session.resume();
        assertThat(session.outlet().events).containsExactly(events.get(1), events.get(3), events.get(4), events.get(5));
        Event live = stage.event(KnownType.WORKFLOW_PROGRESS, HubStage.P, "w1", 10);
        Event next = stage.event(KnownType.WORKFLOW_PROGRESS, HubStage.P, "w1", 10);
        stage.journal.commit(List.of(live, next));
        stage.settle();
        assertThat(session.outlet().events).endsWith(live, next);
    }

    @Test
    void anotherProjectsEventsAreNotForIt() {
        HubStage.Session session =
                stage.live(Subscription.of(Set.of(), false, Set.of(new ProjectId("q")), false, Set.of(), false));
        stage.commitApart(2);
        assertThat(session.outlet().events).isEmpty();
        assertThat(stage.dialect.encodes()).isZero();
    }

    private HubStage.Session resumedHeld(Position after) {
        HubStage.Session session = stage.session();
        session.cursor().onSubscribe(HubStage.ALL, stage.dialect, stage.seek(session.cursor(), after));
        return session;
    }

    private HubStage.Session resumed(Position after) {
        HubStage.Session session = resumedHeld(after);
        session.cursor().onRelease();
        stage.settle();
        return session;
    }

    private static List<Event> joined(List<Event> first, List<Event> second) {
        List<Event> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
