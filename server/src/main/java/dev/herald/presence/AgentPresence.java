package dev.herald.presence;

import dev.herald.access.Grant;
import dev.herald.access.Role;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.event.payload.AgentChange;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.ReadAnswer;
import dev.herald.loop.Loop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes {@code agent.connected} when the first session of an agent comes, and {@code agent.disconnected} when its last
 * one has been gone for {@value #GRACE_MILLIS} ms, so that a reconnect says nothing. Any thread; never blocks.
 *
 * <p>What the log says last of an agent is what it was told. So an agent that did not come back after the server was gone is
 * told of as well, and one that did is not told of twice.
 */
public final class AgentPresence implements Attendance.Listener {
    static final long GRACE_MILLIS = 10_000;
    static final long RETRY_MILLIS = 1_000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final Budget LOOK = Budget.of(HistoryQuery.LIMIT_MAX, 4 << 20, 30_000);
    private static final Logger LOG = LoggerFactory.getLogger(AgentPresence.class);
    private static final String SOURCE = "herald";

    private final Intake intake;
    private final Loop timers;
    private final Map<String, Agent> agents = new HashMap<>();

    /** An agent that has sessions, or has been told of as one that has. */
    private static final class Agent {
        private int sessions;
        private boolean isToldOf;
        private boolean isTelling;
        /** Whether its last session has gone so lately that another may still follow. */
        private boolean isInGrace;
        /** Each begins a grace of its own, which alone can end it. */
        private int departures;
    }

    /** @param timers runs the grace */
    public AgentPresence(Intake intake, Loop timers) {
        this.intake = intake;
        this.timers = timers;
    }

    /**
     * Looks up who was there when the server was gone, of the last day. Returns at once: a virtual thread waits for the
     * read, for the start must not.
     */
    public void resume(HistoryLane history, long nowEpochMillis) {
        Position yesterday = Position.of(Math.max(0, nowEpochMillis - DAY_MILLIS), 0);
        HistoryQuery query = new HistoryQuery(
                Reach.ALL,
                null,
                Set.of(KnownType.AGENT_CONNECTED, KnownType.AGENT_DISCONNECTED),
                yesterday,
                null,
                HistoryQuery.LIMIT_MAX,
                true);
        Thread.ofVirtual().name("agents-before").start(() -> {
            switch (history.ask(LOOK, (reader, budget) -> reader.page(query, budget))) {
                case ReadAnswer.Read<HistoryPage>(HistoryPage page) ->
                    connected(page.events()).forEach(this::foundConnected);
                case ReadAnswer.Failed<HistoryPage>(RuntimeException failure) ->
                    LOG.warn("agents that were there before the start could not be looked up", failure);
                case ReadAnswer.Busy<HistoryPage> _, ReadAnswer.Gone<HistoryPage> _ ->
                    LOG.warn("agents that were there before the start could not be looked up: the journal is busy");
            }
        });
    }

    private static Set<String> connected(List<Event> latest) {
        Set<String> seen = new HashSet<>();
        Set<String> connected = new HashSet<>();
        for (Event event : latest) {
            String id = event.subject();
            boolean isNewest = event.source().equals(SOURCE) && id != null && seen.add(id);
            if (isNewest && event.type() == KnownType.AGENT_CONNECTED) {
                connected.add(id);
            }
        }
        return connected;
    }

    private synchronized void foundConnected(String id) {
        Agent agent = agents.get(id);
        if (agent == null) {
            // One that is here again already has been told of again, which says the same.
            agent = new Agent();
            agent.isToldOf = true;
            agents.put(id, agent);
            depart(id, agent);
        }
    }

    @Override
    public void hasChanged(Attendance.@Nullable Attendee before, Attendance.@Nullable Attendee after) {
        Optional<String> was = agent(before);
        Optional<String> is = agent(after);
        if (!was.equals(is)) {
            is.ifPresent(this::come);
            was.ifPresent(this::go);
        }
    }

    /** The agent that the session speaks for. */
    private static Optional<String> agent(Attendance.@Nullable Attendee attendee) {
        if (attendee == null) {
            return Optional.empty();
        }
        Grant grant = attendee.grant();
        return Optional.ofNullable(grant.agentId()).filter(id -> grant.roles().contains(Role.AGENT) && Room.isId(id));
    }

    private synchronized void come(String id) {
        Agent agent = agents.computeIfAbsent(id, _ -> new Agent());
        agent.sessions++;
        agent.isInGrace = false;
        settle(id, agent);
    }

    private synchronized void go(String id) {
        Agent agent = agents.get(id);
        if (agent == null) {
            throw new IllegalStateException("a session of an agent went that had not come");
        }
        agent.sessions--;
        if (agent.sessions == 0) {
            depart(id, agent);
        }
    }

    private void depart(String id, Agent agent) {
        agent.isInGrace = true;
        int departure = ++agent.departures;
        timers.schedule(GRACE_MILLIS, () -> endGrace(id, departure));
    }

    private synchronized void endGrace(String id, int departure) {
        Agent agent = agents.get(id);
        if (agent != null && agent.isInGrace && agent.departures == departure) {
            agent.isInGrace = false;
            settle(id, agent);
        }
    }

    /**
     * Tells what has not been told; forgets an agent of which nothing is left to tell. Whatever changes while something
     * is being told, or while a grace lasts, is looked at when that is over.
     */
    private void settle(String id, Agent agent) {
        boolean isHere = agent.sessions > 0;
        if (agent.isTelling || agent.isInGrace) {
            return;
        }
        if (agent.isToldOf == isHere) {
            if (!isHere) {
                agents.remove(id);
            }
            return;
        }
        agent.isTelling = true;
        AgentChange.Agent state = new AgentChange.Agent(
                id, null, isHere ? AgentChange.Status.ONLINE : AgentChange.Status.OFFLINE, null, Map.of());
        AgentChange change = isHere ? new AgentChange.Connected(state) : new AgentChange.Disconnected(state);
        intake.submit(List.of(change.draft(SOURCE, null)))
                .thenAccept(receipt -> takeReceipt(id, agent, isHere, receipt));
    }

    private synchronized void takeReceipt(String id, Agent agent, boolean wasHere, Receipt receipt) {
        agent.isTelling = false;
        switch (receipt) {
            case Receipt.Accepted _ -> {
                agent.isToldOf = wasHere;
                settle(id, agent);
            }
            case Receipt.Conflict _, Receipt.Stale _ ->
                throw new IllegalStateException("what is told of agents has no keys and no guards");
            case Receipt.Refused(Receipt.Reason reason, String detail) -> {
                if (reason == Receipt.Reason.STOPPING) {
                    return;
                }
                LOG.warn("agent {} could not be told of, will be tried again: {}", id, detail);
                timers.schedule(RETRY_MILLIS, () -> tryAgain(id));
            }
        }
    }

    private synchronized void tryAgain(String id) {
        Agent agent = agents.get(id);
        if (agent != null) {
            settle(id, agent);
        }
    }

    /** Agents that are there, or have yet to be told of. */
    synchronized int count() {
        return agents.size();
    }
}
