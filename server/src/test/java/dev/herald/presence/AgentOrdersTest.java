package dev.herald.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Grant;
import dev.herald.access.Role;
import dev.herald.event.Draft;
import dev.herald.event.Reach;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.loop.ManualLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sessions, graces and receipts of one agent in every order: whoever was told to be here is told to have gone. */
class AgentOrdersTest {
    private static final int ROUNDS = 20_000;

    @Test
    void oneThatLeavesBeforeItsReceiptComesIsToldOf() {
        Stage stage = new Stage();
        stage.come();
        stage.leave();
        stage.loop.advance(AgentPresence.GRACE_MILLIS);
        stage.door.answer(true);
        stage.door.answer(true);
        assertThat(stage.door.told).containsExactly("agent.connected", "agent.disconnected");
        assertThat(stage.presence.count()).isZero();
    }

    @Test
    void eachThatIsToldToHaveComeIsToldToHaveGone() {
        long first = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            long seed = first + round;
            Random random = new Random(seed);
            Stage stage = new Stage();
            for (int step = 0; step < 12; step++) {
                stage.onStep(random);
            }
            stage.end();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < stage.door.told.size(); i++) {
                expected.add(i % 2 == 0 ? "agent.connected" : "agent.disconnected");
            }
            assertThat(stage.door.told)
                    .as("seed " + seed)
                    .isEqualTo(expected)
                    .size()
                    .isEven();
            assertThat(stage.presence.count()).as("seed " + seed).isZero();
        }
    }

    /** One agent with its sessions, and an intake that answers when the test says so. */
    private static final class Stage {
        private final ManualLoop loop = new ManualLoop();
        private final SlowDoor door = new SlowDoor();
        private final Attendance attendance = new Attendance();
        private final AgentPresence presence = new AgentPresence(door, loop);
        private final List<UUID> here = new ArrayList<>();

        private Stage() {
            attendance.listen(presence);
        }

        private void come() {
            UUID id = UUID.randomUUID();
            here.add(id);
            Grant grant = new Grant("s", Set.of(Role.AGENT), Reach.ALL, "a", Grant.NEVER);
            attendance.put(new Attendance.Attendee(id, grant, "websocket", 0, null));
        }

        private void leave() {
            attendance.remove(here.removeLast());
        }

        private void onStep(Random random) {
            switch (random.nextInt(6)) {
                case 0, 1 -> come();
                case 2, 3 -> {
                    if (!here.isEmpty()) {
                        leave();
                    }
                }
                case 4 -> loop.advance(random.nextBoolean() ? AgentPresence.GRACE_MILLIS : random.nextLong(3_000));
                default -> door.answer(random.nextInt(4) > 0);
            }
        }

        private void end() {
            while (!here.isEmpty()) {
                leave();
            }
            for (int i = 0; i < 6; i++) {
                door.answer(true);
                loop.advance(AgentPresence.GRACE_MILLIS);
            }
        }
    }

    private static final class SlowDoor implements Intake {
        private final List<String> told = new ArrayList<>();
        private final Deque<CompletableFuture<Receipt>> owed = new ArrayDeque<>();
        private final Deque<String> asked = new ArrayDeque<>();

        @Override
        public CompletableFuture<Receipt> submit(List<Draft> drafts) {
            asked.add(drafts.getFirst().type().wireName());
            owed.add(new CompletableFuture<>());
            return owed.getLast();
        }

        @Override
        public boolean isHealthy() {
            return true;
        }

        /** Answers what was asked first, if anything was. */
        private void answer(boolean isAccepted) {
            CompletableFuture<Receipt> first = owed.poll();
            if (first == null) {
                return;
            }
            String type = asked.remove();
            if (isAccepted) {
                told.add(type);
                first.complete(new Receipt.Accepted(List.of()));
            } else {
                first.complete(new Receipt.Refused(Receipt.Reason.UNAVAILABLE, "the disk is full"));
            }
        }
    }
}
