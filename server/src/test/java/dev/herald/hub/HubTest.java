package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.loop.ManualLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubTest {
    static final LiveMessage STATUS =
            new LiveMessage(KnownType.SYSTEM_STATUS, null, "{}".getBytes(StandardCharsets.UTF_8));

    private final HubStage stage = new HubStage(HubStage.SMALL, 2);

    @Test
    void eachLoopHasOneShard() {
        assertThat(stage.hub.shard(stage.loop())).isSameAs(stage.shard());
        assertThatThrownBy(() -> stage.hub.open(stage.loop())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stage.hub.shard(new ManualLoop())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aShardThatOpensLaterHearsWhatComesThen() {
        List<Event> before = stage.commit(2);
        ManualLoop loop = new ManualLoop();
        Shard shard = stage.hub.open(loop);
        RecordingOutlet outlet = new RecordingOutlet();
        Cursor<RecordingDialect.Piece> cursor = shard.onOpen(outlet);
        stage.loops.add(loop);
        Resume found = stage.seek(cursor, before.getFirst().position());
        cursor.onSubscribe(HubStage.ALL, stage.dialect, found);
        cursor.onRelease();
        List<Event> after = stage.commit(1);
        stage.settle();
        assertThat(outlet.events).containsExactly(before.get(1), after.getFirst());
    }

    @Test
    void aLiveMessageGoesToThoseAtTheTipWhoseSubscriptionMatches() {
        HubStage.Session all = stage.live();
        HubStage.Session commits =
                stage.live(Subscription.of(Set.of(KnownType.COMMIT), true, Set.of(), true, Set.of(), false));
        HubStage.Session inRoom =
                stage.live(Subscription.of(Set.of(), false, Set.of(), false, Set.of(Room.GLOBAL), false));
        HubStage.Session slow = stage.live();
        slow.stall();
        stage.commitApart(1);
        stage.hub.announce(STATUS);
        stage.settle();
        slow.resume();
        assertThat(all.outlet().live).containsExactly("{}");
        assertThat(inRoom.outlet().live).containsExactly("{}");
        assertThat(commits.outlet().live).isEmpty();
        assertThat(slow.outlet().live).isEmpty();
        assertThat(stage.dialect.claims()).isZero();
    }

    @Test
    void statisticsAddUpTheShards() {
        stage.live();
        Subscription narrow = Subscription.of(
                Set.of(KnownType.COMMIT), false, Set.of(HubStage.P), true, Set.of(Room.agent("x")), false);
        HubStage.Session second = stage.live(narrow);
        RecordingOutlet outlet = new RecordingOutlet();
        stage.shards.get(1).onOpen(outlet);
        stage.commitApart(3);
        HubStatistics now = stage.hub.statistics();
        assertThat(now.connections()).isEqualTo(3);
        assertThat(now.subscriptionCounts()).isEqualTo(Map.of("*", 1, "commit", 1));
        assertThat(stage.hub.roomCounts()).isEqualTo(Map.of("project:*", 1, "global", 2, "project:p", 1, "agent:x", 1));
        assertThat(now.eventsDelivered()).isEqualTo(6);
        assertThat(now.bytesDelivered()).isEqualTo(600);
        second.cursor().onClose();
        assertThat(stage.hub.roomCounts()).isEqualTo(Map.of("project:*", 1, "global", 1));
        assertThat(stage.meters.get("herald.hub.connections").gauge().value()).isEqualTo(2);
        assertThat(stage.meters
                        .get("herald.hub.delivered.events")
                        .functionCounter()
                        .count())
                .isEqualTo(6);
        assertThat(stage.meters.get("herald.hub.delay").timer().count()).isPositive();
    }

    @Test
    void whenTooMuchWaitsForABusyLoopTheRestComesFromTheJournal() {
        HubStage.Session session = stage.live();
        HubStage.Session other =
                stage.live(Subscription.of(Set.of(), false, Set.of(new ProjectId("q")), false, Set.of(), false));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.addAll(stage.commit(10));
        }
        stage.settle();
        assertThat(session.outlet().events).isEqualTo(events);
        assertThat(stage.hub.statistics().journalReads()).isPositive();
        assertThat(stage.hub.statistics().lagging()).isZero();
        assertThat(other.outlet().events).isEmpty();
    }

    @Test
    void afterCloseNothingIsHandedOn() {
        HubStage.Session session = stage.live();
        stage.hub.close();
        stage.commit(1);
        stage.settle();
        assertThat(session.outlet().events).isEmpty();
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new HubLimits(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))
                .hasMessageContaining("ringEventsMax");
    }
}
