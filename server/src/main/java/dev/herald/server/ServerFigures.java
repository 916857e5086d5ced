package dev.herald.server;

import dev.herald.api.server.Figures;
import dev.herald.event.Event;
import dev.herald.hub.Hub;
import dev.herald.hub.HubStatistics;
import dev.herald.intake.JournalIntake;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** The figures of this process, read where they are kept. Any thread. */
final class ServerFigures implements Figures {
    private final Hub hub;
    private final JournalIntake intake;
    private final Clock clock;
    private final long startNanos;
    private final LongAdder published = new LongAdder();
    private volatile IntSupplier webSockets = () -> 0;
    private volatile IntSupplier streams = () -> 0;

    ServerFigures(Hub hub, JournalIntake intake, Tail journal, Clock clock) {
        this.hub = hub;
        this.intake = intake;
        this.clock = clock;
        startNanos = clock.nanos();
        journal.listen(this::onCommitted);
    }

    /** The transports are made after the routes that tell of them. */
    void count(IntSupplier webSocketSessions, IntSupplier openStreams) {
        webSockets = webSocketSessions;
        streams = openStreams;
    }

    private void onCommitted(List<Event> events) {
        published.add(events.size());
    }

    @Override
    public HubStatistics hub() {
        return hub.statistics();
    }

    @Override
    public Map<String, Integer> rooms() {
        return hub.roomCounts();
    }

    @Override
    public int webSockets() {
        return webSockets.getAsInt();
    }

    @Override
    public int streams() {
        return streams.getAsInt();
    }

    @Override
    public long waiting() {
        return intake.waitingEvents();
    }

    @Override
    public long published() {
        return published.sum();
    }

    @Override
    public long uptimeSeconds() {
        return (clock.nanos() - startNanos) / 1_000_000_000;
    }
}
