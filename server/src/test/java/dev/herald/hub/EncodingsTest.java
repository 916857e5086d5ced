package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Audiences that differ in what does not matter for the events that come. */
final class EncodingsTest {
    private static final ProjectId OTHER = new ProjectId("other");

    private final HubStage stage = new HubStage(HubLimits.DEFAULTS);

    private static Subscription ofUser(int number, Reach reach) {
        Set<Room> rooms = Set.of(Room.project(HubStage.P), Room.user("u" + number));
        return new Subscription(List.of(Clause.ofRooms(Set.of(), rooms)), List.of(), reach, false);
    }

    @Test
    void aThousandUsersWithARoomOfTheirOwnShareOneEncoding() {
        List<HubStage.Session> sessions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sessions.add(stage.live(ofUser(i, Reach.ALL)));
        }
        List<Event> events = stage.commit(5);
        stage.settle();
        assertThat(sessions).allMatch(session -> session.outlet().events.equals(events));
        assertThat(stage.dialect.encodes()).isEqualTo(1);
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void whoMayNotSeeTheProjectIsSentNothingOfIt() {
        HubStage.Session may = stage.live(ofUser(1, Reach.ofProjects(Set.of(HubStage.P))));
        HubStage.Session mayNot = stage.live(ofUser(2, Reach.ofProjects(Set.of(OTHER))));
        List<Event> events = stage.commit(3);
        stage.settle();
        assertThat(may.outlet().events).isEqualTo(events);
        assertThat(mayNot.outlet().events).isEmpty();
    }

    @Test
    void aRightThatIsLostShowsNothingMoreNotEvenInReplay() {
        HubStage.Session session = stage.live(ofUser(1, Reach.ALL));
        Event first = stage.commitApart(1).getFirst();
        session.cursor()
                .onSubscribe(
                        ofUser(1, Reach.ofProjects(Set.of(OTHER))),
                        stage.dialect,
                        stage.seek(session.cursor(), first.position()));
        session.cursor().onRelease();
        stage.commit(3);
        stage.settle();
        session.cursor()
                .onReplay(
                        stage.seek(session.cursor(), dev.herald.event.Position.ORIGIN),
                        count -> assertThat(count).isZero());
        session.cursor().onRelease();
        stage.settle();
        assertThat(session.outlet().events).containsExactly(first);
    }

    @Test
    void laggingMembersOfSeveralAudiencesKeepTheirOwnClaims() {
        HubStage.Session stalled = stage.live(ofUser(1, Reach.ALL));
        HubStage.Session beside = stage.live(ofUser(1, Reach.ALL));
        HubStage.Session other = stage.live(ofUser(2, Reach.ALL));
        stalled.stall();
        List<Event> events = new ArrayList<>(stage.commitApart(20));
        assertThat(other.outlet().events).isEqualTo(events);
        stalled.resume();
        stage.settle();
        assertThat(stalled.outlet().events).isEqualTo(events);
        assertThat(beside.outlet().events).isEqualTo(events);
        assertThat(stage.dialect.claims()).isZero();
        assertThat(stage.dialect.encodes()).isEqualTo(20);
    }
}
