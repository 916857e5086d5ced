package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final int MEMBERS = 1_000;

    @Test
    void aBatchIsEncodedOnceForAllMembers() {
        HubStage stage = new HubStage(HubLimits.DEFAULTS);
        List<HubStage.Session> sessions = sessions(stage, MEMBERS);
        List<Event> events = stage.commit(64);
        stage.settle();
        assertThat(sessions).allMatch(session -> session.outlet().events.equals(events));
        assertThat(stage.dialect.encodes()).isEqualTo(1);
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void whileTheLoopIsBusyTheNextPieceGrows() {
        HubStage stage = new HubStage(HubLimits.DEFAULTS);
        HubStage.Session session = stage.live();
        for (int i = 0; i < 10; i++) {
            stage.commit(5);
        }
        stage.settle();
        assertThat(session.outlet().events).hasSize(50);
        assertThat(session.outlet().pieces()).isEqualTo(1);
    }

    @Test
    void membersAtSlightlyDifferentLagsCostNoEncodingOfTheirOwn() {
        HubStage stage = new HubStage(HubLimits.DEFAULTS);
        List<HubStage.Session> sessions = sessions(stage, MEMBERS);
        Random random = new Random(7);
        List<Event> events = new ArrayList<>();
        for (int batch = 0; batch < 200; batch++) {
            sessions.forEach(session -> session.outlet().allow(random.nextInt(3)));
            events.addAll(stage.commit(4));
            stage.settle();
            sessions.stream().filter(session -> random.nextInt(3) > 0).forEach(session -> session.resume(3));
        }
        sessions.forEach(HubStage.Session::resume);
        stage.settle();
        assertThat(sessions).allMatch(session -> session.outlet().events.equals(events));
        assertThat(stage.dialect.encodes()).isEqualTo(200);
        assertThat(stage.dialect.claims()).isZero();
        assertThat(stage.hub.statistics().eventsDelivered()).isEqualTo(800L * MEMBERS);
        assertThat(stage.hub.statistics().piecesEncoded()).isEqualTo(200);
    }

    @Test
    void oneThatNeverReadsCostsNoMoreThanTheBoundAndSlowsNobody() {
        HubStage stage = new HubStage(HubStage.SMALL);
        List<HubStage.Session> sessions = sessions(stage, 10);
        HubStage.Session stalled = sessions.getFirst();
        stalled.stall();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.addAll(stage.commitApart(1));
            assertThat(stage.hub.statistics().logBytes()).isLessThanOrEqualTo(HubStage.SMALL.audienceBytesMax());
            assertThat(stage.dialect.claims()).isLessThanOrEqualTo(HubStage.SMALL.audiencePiecesMax());
        }
        assertThat(sessions.subList(1, 10))
                .allMatch(session -> session.outlet().events.equals(events));
        assertThat(stage.hub.statistics().lagging()).isEqualTo(1);
        stalled.resume();
        stage.settle();
        assertThat(stalled.outlet().events).isEqualTo(events);
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void aMemberAloneKeepsNoLog() {
        HubStage stage = new HubStage(HubStage.SMALL);
        HubStage.Session alone = stage.live();
        alone.stall();
        List<Event> events = stage.commitApart(20);
        assertThat(stage.hub.statistics().logBytes()).isZero();
        assertThat(stage.dialect.encodes()).isZero();
        alone.resume();
        assertThat(alone.outlet().events).isEqualTo(events);
    }

    @Test
    void allLogsOfAShardShareOneBound() {
        HubStage stage = new HubStage(HubStage.SMALL);
        List<HubStage.Session> stalled = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Subscription own = Subscription.of(
                    Set.of(KnownType.COMMIT, KnownType.values()[i + 2]), true, Set.of(), true, Set.of(), false);
            stage.live(own);
            stalled.add(stage.live(own));
        }
        stalled.forEach(HubStage.Session::stall);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.addAll(stage.commitApart(1));
            assertThat(stage.hub.statistics().logBytes()).isLessThanOrEqualTo(HubStage.SMALL.shardBytesMax());
        }
        stalled.forEach(HubStage.Session::resume);
        stage.settle();
        assertThat(stalled).allMatch(session -> session.outlet().events.equals(events));
    }

    @Test
    void aLargeBatchIsCutSoThatOneWriteStaysInBounds() {
        HubLimits limits = new HubLimits(
                1_000, 1_000_000, 1_000, 1_000_000, 500, 1_000, 4, 1_000_000, 100, 1_000_000, 1, 1_000, 1, 1, 1);
        HubStage stage = new HubStage(limits);
        HubStage.Session first = stage.live();
        HubStage.Session second = stage.live();
        second.outlet().allow(2);
        List<Event> events = stage.commit(40);
        stage.settle();
        int largest = limits.catchUpChunkBytes() + events.getFirst().json().length;
        assertThat(stage.dialect.largestBytes()).isLessThan(largest);
        assertThat(first.outlet().events).isEqualTo(events);
        second.resume();
        assertThat(second.outlet().pieces())
                .as("then it is the others' turn")
                .isEqualTo(2 + limits.catchUpBurstChunks());
        stage.settle();
        assertThat(second.outlet().events).isEqualTo(events);
        assertThat(stage.dialect.encodes()).isEqualTo(8);
    }

    @Test
    void aLaggingMemberThatLeavesLetsThePiecesGo() {
        HubStage stage = new HubStage(HubLimits.DEFAULTS);
        List<HubStage.Session> sessions = sessions(stage, 3);
        sessions.getFirst().stall();
        stage.commitApart(5);
        assertThat(stage.dialect.claims()).isEqualTo(5);
        sessions.getFirst().cursor().onClose();
        assertThat(stage.dialect.claims()).isZero();
        assertThat(stage.hub.statistics().logBytes()).isZero();
    }

    @Test
    void anAudienceWithoutMembersDisappears() {
        HubStage stage = new HubStage(HubLimits.DEFAULTS);
        List<HubStage.Session> sessions = sessions(stage, 3);
        assertThat(stage.shard().audienceCount()).isEqualTo(1);
        sessions.forEach(session -> session.cursor().onUnsubscribe());
        assertThat(stage.shard().audienceCount()).isZero();
    }

    @Test
    void oneThatComesFromFarBehindJoinsThePiecesOfTheOthers() {
        HubStage stage = new HubStage(HubLimits.DEFAULTS);
        List<Event> events = new ArrayList<>(stage.commitApart(10));
        List<HubStage.Session> sessions = sessions(stage, 3);
        sessions.forEach(HubStage.Session::stall);
        events.addAll(stage.commitApart(5));
        int encodes = stage.dialect.encodes();
        HubStage.Session late = stage.session();
        late.cursor()
                .onSubscribe(
                        HubStage.ALL,
                        stage.dialect,
                        stage.seek(late.cursor(), events.get(2).position()));
        late.cursor().onRelease();
        assertThat(late.outlet().events).isEqualTo(events.subList(3, 15));
        assertThat(stage.dialect.encodes()).isEqualTo(encodes + 1);
    }

    @Test
    void membersThatComeBackTogetherShareWhatTheyCatchUpWith() {
        HubStage stage =
                new HubStage(new HubLimits(32, 4_000, 64, 8_000, 500, 8, 4, 20_000, 100, 40_000, 2, 1_000, 3, 100, 4));
        List<Event> events = stage.commitApart(100);
        List<HubStage.Session> herd = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            HubStage.Session session = stage.session();
            session.stall();
            session.cursor().onSeek(events.get(i % 5).position(), found -> {
                session.cursor().onSubscribe(HubStage.ALL, stage.dialect, found);
                session.cursor().onRelease();
            });
            herd.add(session);
        }
        stage.settle();
        herd.forEach(HubStage.Session::resume);
        stage.settle();
        for (int i = 0; i < 200; i++) {
            assertThat(herd.get(i).outlet().events).isEqualTo(events.subList(i % 5 + 1, 100));
        }
        assertThat(stage.dialect.encodes()).isLessThan(60);
        assertThat(stage.hub.statistics().journalReads()).isLessThan(60);
        assertThat(stage.dialect.claims()).isZero();
        assertThat(stage.hub.statistics().logBytes()).isZero();
    }

    @Test
    void whatIsSharedWhileCatchingUpIsBounded() {
        HubStage stage = new HubStage(HubStage.SMALL);
        List<Event> events = stage.commitApart(200);
        List<HubStage.Session> herd = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            HubStage.Session session = stage.session();
            session.stall();
            session.cursor()
                    .onSubscribe(
                            HubStage.ALL,
                            stage.dialect,
                            stage.seek(session.cursor(), events.get(i).position()));
            session.cursor().onRelease();
            herd.add(session);
        }
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            herd.get(random.nextInt(50)).resume(1);
            stage.settle();
            assertThat(stage.hub.statistics().logBytes()).isLessThanOrEqualTo(HubStage.SMALL.audienceBytesMax());
        }
        herd.forEach(HubStage.Session::resume);
        stage.settle();
        for (int i = 0; i < 50; i++) {
            assertThat(herd.get(i).outlet().events).isEqualTo(events.subList(i + 1, 200));
        }
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void aConnectionThatThrowsCostsItsOwnSessionAlone() {
        HubStage stage = new HubStage(HubStage.SMALL);
        List<HubStage.Session> sessions = sessions(stage, 5);
        sessions.get(2).outlet().duringWrite(() -> {
            throw new IllegalStateException("the connection is faulty");
        });
        List<Event> events = stage.commitApart(2);
        assertThat(sessions.get(2).outlet().broken).hasSize(1);
        for (int i : new int[] {0, 1, 3, 4}) {
            assertThat(sessions.get(i).outlet().events).isEqualTo(events);
        }
        HubStage.Session late = stage.session();
        late.outlet().duringWrite(() -> {
            throw new IllegalStateException("the connection is faulty");
        });
        late.cursor()
                .onSubscribe(
                        HubStage.ALL,
                        stage.dialect,
                        stage.seek(late.cursor(), events.getFirst().position()));
        late.cursor().onRelease();
        assertThat(late.outlet().broken).hasSize(1);
        assertThat(stage.dialect.encodes()).isEqualTo(3);
    }

    @Test
    void anAudienceThatCannotBeEncodedIsGivenUpAndTheOthersGoOn() {
        HubStage stage = new HubStage(HubStage.SMALL);
        RecordingDialect other = new RecordingDialect();
        HubStage.Session first = stage.live();
        HubStage.Session second = stage.live();
        HubStage.Session lagging = stage.live();
        lagging.stall();
        HubStage.Session bystander = stage.session();
        bystander.cursor().onSubscribe(HubStage.ALL, other, null);
        bystander.cursor().onRelease();
        List<Event> events = new ArrayList<>(stage.commitApart(1));
        stage.dialect.failNext();
        events.addAll(stage.commitApart(1));
        assertThat(first.outlet().broken).hasSize(1);
        assertThat(second.outlet().broken).hasSize(1);
        events.addAll(stage.commitApart(1));
        lagging.resume();
        assertThat(bystander.outlet().events).isEqualTo(events);
        assertThat(lagging.outlet().events).isEqualTo(events);
        assertThat(lagging.outlet().broken).isEmpty();
        assertThat(stage.dialect.claims()).isZero();
        lagging.stall();
        stage.commitApart(1);
        stage.dialect.failNext();
        lagging.resume();
        assertThat(lagging.outlet().broken).hasSize(1);
        assertThat(lagging.outlet().events).isEqualTo(events);
    }

    private static List<HubStage.Session> sessions(HubStage stage, int count) {
        List<HubStage.Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(stage.live());
        }
        return sessions;
    }
}
