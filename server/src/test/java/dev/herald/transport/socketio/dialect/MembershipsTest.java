package dev.herald.transport.socketio.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.hub.Subscription;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MembershipsTest {
    private static final int ROOMS = 5_000;

    @Test
    void aReplayBesideThousandsOfRoomsComparesEachEventWithAFewClauses() {
        Memberships rooms = Memberships.NONE;
        for (int i = 0; i < ROOMS; i++) {
            rooms = rooms.with(Room.agent("a" + i), Set.of(), false, at(10 + i % 2));
        }
        Memberships replaying = rooms.replaying(Room.agent("late"), Set.of(), false, at(1), at(20));
        Subscription subscription = replaying.subscription(Reach.ALL, at(1));
        assertThat(subscription.clauses()).hasSize(2);
        assertThat(subscription.heard()).hasSize(2);
        assertThat(subscription.clauses().stream()
                        .mapToInt(clause -> clause.rooms().size())
                        .sum())
                .isEqualTo(ROOMS + 1);
    }

    private static Position at(long millis) {
        return Position.parse(millis + "-0").orElseThrow();
    }
}
