package dev.herald.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Grant;
import dev.herald.access.Role;
import dev.herald.event.Draft;
import dev.herald.event.Reach;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.loop.ManualLoop;
import dev.herald.session.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AgentPresenceTest {
    private final ManualLoop loop = new ManualLoop();
    private final MemoryJournal journal = new MemoryJournal(loop);
    private final ReadLanes reads = new ReadLanes(journal, ReadLimits.of(2));
    private final JournalDoor door = new JournalDoor();
    private final Attendance attendance = new Attendance();
    private AgentPresence presence = new AgentPresence(door, loop);

    AgentPresenceTest() {
        attendance.listen((before, after) -> presence.hasChanged(before, after));
    }

    @AfterEach
    void close() {
        reads.close();
        journal.close();
    }

    @Test
    void tellsOfTheFirstSessionAndOfTheLastOneAfterTheGrace() {
        UUID one = come("a");
        UUID two = come("a");
        assertThat(door.told).containsExactly("agent.connected a");
        attendance.remove(one);
        loop.advance(AgentPresence.GRACE_MILLIS);
        attendance.remove(two);
        loop.advance(AgentPresence.GRACE_MILLIS - 1);
        assertThat(door.told).hasSize(1);
        loop.advance(1);
        assertThat(door.told).containsExactly("agent.connected a", "agent.disconnected a");
    }

    @Test
    void aReconnectWithinTheGraceSaysNothing() {
        attendance.remove(come("a"));
        loop.advance(AgentPresence.GRACE_MILLIS - 1);
        UUID again = come("a");
        loop.advance(AgentPresence.GRACE_MILLIS);
        assertThat(door.told).containsExactly("agent.connected a");
        attendance.remove(again);
        loop.advance(AgentPresence.GRACE_MILLIS);
        assertThat(door.told).containsExactly("agent.connected a", "agent.disconnected a");
    }

    @Test
    void whatTheJournalRefusesIsToldLater() {
        door.isOpen = false;
        come("a");
        loop.advance(AgentPresence.RETRY_MILLIS);
        assertThat(door.told).isEmpty();
        door.isOpen = true;
        loop.advance(AgentPresence.RETRY_MILLIS);
        assertThat(door.told).containsExactly("agent.connected a");
    }

    @Test
    void aTokenWithoutTheRoleIsNoAgent() {
        attendance.put(new Attendance.Attendee(UUID.randomUUID(), grant("a", Set.of(Role.VIEWER)), "sse", 0, null));
        assertThat(door.told).isEmpty();
    }

    @Test
    void aSessionWhoseTokenNamesAnAgentLaterIsOne() {
        UUID id = UUID.randomUUID();
        attendance.put(new Attendance.Attendee(id, Grant.NONE, "websocket", 0, null));
        attendance.put(new Attendance.Attendee(id, grant("a", Set.of(Role.AGENT)), "websocket", 0, null));
        assertThat(door.told).containsExactly("agent.connected a");
    }

    @Test
    void whoDidNotComeBackAfterARestartIsToldOf() {
        come("a");
        come("b");
        presence = new AgentPresence(door, loop);
        presence.resume(reads, loop.epochMillis());
        Await.until("both are known", () -> {
            loop.run();
            return presence.count() == 2;
        });
        come("b");
        door.told.clear();
        loop.advance(AgentPresence.GRACE_MILLIS);
        assertThat(door.told).containsExactly("agent.disconnected a");
        assertThat(presence.count()).isEqualTo(1);
    }

    private UUID come(String agent) {
        UUID id = UUID.randomUUID();
        attendance.put(new Attendance.Attendee(id, grant(agent, Set.of(Role.AGENT)), "websocket", 0, null));
        return id;
    }

    private static Grant grant(String agent, Set<Role> roles) {
        return new Grant("s", roles, Reach.ALL, agent, Grant.NEVER);
    }

    /** Keeps what it is handed at once, or refuses it. */
    private final class JournalDoor implements Intake {
        private final List<String> told = new ArrayList<>();
        private boolean isOpen = true;

        @Override
        public CompletableFuture<Receipt> submit(List<Draft> drafts) {
            if (!isOpen) {
                return CompletableFuture.completedFuture(
                        new Receipt.Refused(Receipt.Reason.UNAVAILABLE, "the disk is full"));
            }
            drafts.forEach(draft -> told.add(draft.type().wireName() + " " + draft.subject()));
            return CompletableFuture.completedFuture(new Receipt.Accepted(journal.append(drafts)));
        }

        @Override
        public boolean isHealthy() {
            return isOpen;
        }
    }
}
