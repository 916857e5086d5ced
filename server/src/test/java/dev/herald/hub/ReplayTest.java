package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private final HubStage stage = new HubStage(HubStage.SMALL);

    @Test
    void theEndIsToldBetweenTheReplayAndWhatCameLater() {
        HubStage.Session session = stage.live();
        List<Event> events = stage.commitApart(6);
        session.outlet().said.clear();
        Resume resume = stage.seek(session.cursor(), events.get(2).position());
        session.cursor().onReplay(resume, count -> note(session, count));
        assertThat(resume.isComplete()).isTrue();
        assertThat(session.outlet().said).isEmpty();
        List<Event> later = stage.commit(2);
        stage.settle();
        assertThat(session.outlet().said)
                .containsExactly(at(events, 3), at(events, 4), at(events, 5), "replayed 3", at(later, 0), at(later, 1));
    }

    @Test
    void aReplayFromTheJournalEndsAtItsMark() {
        HubStage.Session session = stage.live();
        List<Event> events = stage.commitApart(100);
        session.outlet().said.clear();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.get(9).position()), count -> note(session, count));
        session.cursor().onRelease();
        stage.commitApart(50);
        stage.settle();
        assertThat(session.outlet().said).hasSize(141);
        assertThat(session.outlet().said.get(90)).isEqualTo("replayed 90");
    }

    @Test
    void nothingToReplayIsToldAtOnce() {
        HubStage.Session session = stage.live();
        List<Event> events = stage.commitApart(1);
        session.outlet().said.clear();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.getLast().position()), count -> note(session, count));
        stage.settle();
        assertThat(session.outlet().said).containsExactly("replayed 0");
    }

    @Test
    void withoutASubscriptionNothingIsReplayed() {
        List<Event> events = stage.commitApart(3);
        HubStage.Session session = stage.session();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.getFirst().position()), count -> note(session, count));
        stage.settle();
        assertThat(session.outlet().said).containsExactly("replayed 0");
    }

    @Test
    void aReplayWhileCatchingUpGoesBackAndEndsBoth() {
        List<Event> events = stage.commitApart(10);
        HubStage.Session session = stage.session();
        session.outlet().allow(1);
        session.cursor()
                .onSubscribe(
                        HubStage.ALL,
                        stage.dialect,
                        stage.seek(session.cursor(), events.getFirst().position()));
        session.cursor().onRelease();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.get(7).position()), count -> note(session, count));
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.get(8).position()), count -> note(session, count));
        session.resume();
        stage.settle();
        assertThat(session.outlet().said).endsWith(at(events, 9), "replayed 1", "replayed 1");
    }

    @Test
    void unsubscribingEndsTheReplayWhereItIs() {
        List<Event> events = stage.commitApart(10);
        HubStage.Session session = stage.live();
        session.stall();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.getFirst().position()), count -> note(session, count));
        session.cursor().onUnsubscribe();
        assertThat(session.outlet().said).containsExactly("replayed 0");
    }

    @Test
    void closingEndsTheReplayInSilence() {
        List<Event> events = stage.commitApart(10);
        HubStage.Session session = stage.live();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.getFirst().position()), count -> note(session, count));
        session.cursor().onClose();
        stage.settle();
        assertThat(session.outlet().said).isEmpty();
    }

    @Test
    void tooManyReplaysPendingBreakTheSession() {
        List<Event> events = stage.commitApart(10);
        HubStage.Session session = stage.live();
        session.stall();
        for (int i = 0; i < HubStage.SMALL.replaysPendingMax(); i++) {
            session.cursor()
                    .onReplay(
                            stage.seek(session.cursor(), events.getFirst().position()), count -> note(session, count));
            stage.settle();
        }
        assertThat(session.outlet().broken).isEmpty();
        session.cursor()
                .onReplay(stage.seek(session.cursor(), events.getFirst().position()), count -> note(session, count));
        assertThat(session.outlet().broken).hasSize(1);
        session.resume();
        stage.settle();
        assertThat(session.outlet().said).isEmpty();
    }

    @Test
    void replaysOfManySessionsReadTheJournalAFewAtATime() {
        List<Event> events = stage.commitApart(100);
        List<HubStage.Session> sessions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            HubStage.Session session = stage.session();
            session.cursor()
                    .onSubscribe(
                            HubStage.ALL,
                            stage.dialect,
                            stage.seek(session.cursor(), events.getFirst().position()));
            session.cursor().onRelease();
            sessions.add(session);
            assertThat(stage.reads).hasSizeLessThanOrEqualTo(HubStage.SMALL.journalReadsMax());
        }
        int most = 0;
        while (!stage.reads.isEmpty()) {
            stage.runReads();
            stage.loop().run();
            assertThat(stage.reads).hasSizeLessThanOrEqualTo(HubStage.SMALL.journalReadsMax());
            int least = sessions.stream()
                    .mapToInt(session -> session.outlet().events.size())
                    .min()
                    .orElseThrow();
            int now = sessions.stream()
                    .mapToInt(session -> session.outlet().events.size())
                    .filter(size -> size < 60)
                    .max()
                    .orElse(least);
            most = Math.max(most, now - least);
        }
        assertThat(sessions).allMatch(session -> session.outlet().events.equals(events.subList(1, 100)));
        assertThat(most).as("nobody is ahead of another by more than a turn").isLessThanOrEqualTo(10);
    }

    private static void note(HubStage.Session session, long count) {
        session.outlet().said.add("replayed " + count);
    }

    private static String at(List<Event> events, int index) {
        return events.get(index).position().toString();
    }
}
