package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final Position END = new Position(Long.MAX_VALUE);
    private final HubStage stage = new HubStage(HubStage.SMALL);

    @Test
    void keepsSoManyEvents() {
        Ring ring = new Ring(5, 1_000_000, Position.ORIGIN);
        List<Event> events = fill(ring, 40);
        assertThat(ring.size()).isEqualTo(5);
        assertThat(ring.after()).isEqualTo(events.get(34).position());
        assertThat(ring.read(ring.after(), END, 100, 1_000_000)).isEqualTo(events.subList(35, 40));
    }

    @Test
    void keepsSoManyBytesAndNotEvenOneThatIsLarger() {
        Ring ring = new Ring(1_000, 450, Position.ORIGIN);
        fill(ring, 10);
        assertThat(ring.bytes()).isEqualTo(400);
        Event large = stage.event(KnownType.COMMIT, HubStage.P, null, 500);
        ring.add(large);
        assertThat(ring.size()).isZero();
        assertThat(ring.after()).isEqualTo(large.position());
    }

    @Test
    void readsOneChunkAfterAPosition() {
        Ring ring = new Ring(100, 1_000_000, Position.ORIGIN);
        List<Event> events = fill(ring, 50);
        Position from = events.get(9).position();
        assertThat(ring.read(from, END, 3, 1_000_000)).isEqualTo(events.subList(10, 13));
        assertThat(ring.read(from, END, 100, 250)).isEqualTo(events.subList(10, 13));
        assertThat(ring.read(from, END, 100, 1)).isEqualTo(events.subList(10, 11));
        assertThat(ring.read(from, events.get(11).position(), 100, 1_000_000)).isEqualTo(events.subList(10, 12));
        assertThat(ring.read(events.getLast().position(), END, 100, 1_000_000)).isEmpty();
    }

    private List<Event> fill(Ring ring, int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(stage.event(KnownType.COMMIT, HubStage.P, null, 100));
        }
        events.forEach(ring::add);
        return events;
    }
}
