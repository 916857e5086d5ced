package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.meter.Defects;
import dev.herald.meter.Health;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/**
 * From the journal to the clients. It listens to the journal and hands each committed batch to a shard per loop; a
 * connection opens a {@link Cursor} at the shard of its loop. Any thread.
 *
 * <p>Made before the first event of this process is appended, and its shards opened before connections come.
 */
public final class Hub implements AutoCloseable {
    private final Defects defects;
    private final Delivery.Parts parts;
    private final Presence presence = new Presence();
    private final Map<Loop, Shard> byLoop = new ConcurrentHashMap<>();
    private final List<Shard> shards = new CopyOnWriteArrayList<>();
    private Position heard;
    private boolean isClosed;

    /**
     * @param tail tells of what is committed
     * @param reads where sessions beyond the ring are read for
     */
    public Hub(Tail tail, CatchUpLane reads, HubLimits limits, Clock clock, MeterRegistry meters) {
        defects = new Defects("hub", meters, clock::nanos);
        Timer delay = Timer.builder("herald.hub.delay")
                .description("from the commit of an event to the last write of it to a live session")
                .publishPercentiles(0.99)
                .register(meters);
        parts = new Delivery.Parts(tail, reads, limits, clock, delay, presence, defects);
        heard = tail.bounds().end();
        register(meters);
        tail.listen(this::committed);
    }

    /** Makes the loop's shard; once for each loop. */
    public synchronized Shard open(Loop loop) {
        if (byLoop.containsKey(loop)) {
            throw new IllegalStateException("this loop has its shard already");
        }
        Shard shard = new Shard(loop, parts, heard);
        byLoop.put(loop, shard);
        shards.add(shard);
        return shard;
    }

    /** The loop's shard. */
    public Shard shard(Loop loop) {
        Shard shard = byLoop.get(loop);
        if (shard == null) {
            throw new IllegalStateException("this loop has no shard: open it first");
        }
        return shard;
    }

    /** Sends the message to every session that is at the tip, takes more, and whose subscription matches. */
    public void announce(LiveMessage message) {
        shards.forEach(shard -> tell(shard, () -> shard.announce(message)));
    }

    /** Degraded after a broken invariant, whose session was given up. */
    public Health.Status health() {
        return defects.status();
    }

    /** The figures now; those of a busy shard may be of a moment ago. */
    public HubStatistics statistics() {
        return new HubStatistics(
                (int) sum(ShardFigures::connections),
                (int) sum(ShardFigures::lagging),
                presence.types(),
                sum(ShardFigures::eventsDelivered),
                sum(ShardFigures::bytesDelivered),
                sum(ShardFigures::piecesEncoded),
                sum(ShardFigures::journalReads),
                sum(ShardFigures::logBytes));
    }

    /**
     * Sessions by room now: the rooms that they named, the rooms of their projects, {@code global} for events of no
     * project; those of every project are under {@code project:*}. There may be very many, so this is not for a loop.
     */
    public Map<String, Integer> roomCounts() {
        return presence.rooms();
    }

    /** Hands on nothing more, so that loops may end. What was not delivered is in the journal. */
    @Override
    public synchronized void close() {
        isClosed = true;
        shards.clear();
    }

    /** On the journal's thread. The lock is held only here and while a shard opens, so that none misses a batch. */
    private synchronized void committed(List<Event> events) {
        if (isClosed || events.isEmpty()) {
            return;
        }
        Batch batch = Batch.of(events, parts.clock().nanos());
        heard = batch.last();
        for (Shard shard : shards) {
            tell(shard, () -> shard.told(batch));
        }
    }

    /** A loop that takes nothing any more costs the others nothing. */
    private void tell(Shard shard, Runnable message) {
        try {
            message.run();
        } catch (RuntimeException | Error defect) {
            defects.tell("the shard " + shards.indexOf(shard) + " could not be told of what happened", defect);
        }
    }

    private long sum(ToLongFunction<ShardFigures> figure) {
        return shards.stream().map(Shard::figures).mapToLong(figure).sum();
    }

    private void register(MeterRegistry meters) {
        Gauge.builder("herald.hub.connections", this, hub -> hub.sum(ShardFigures::connections))
                .description("open sessions")
                .register(meters);
        Gauge.builder("herald.hub.lagging", this, hub -> hub.sum(ShardFigures::lagging))
                .description("sessions behind the tip")
                .register(meters);
        Gauge.builder("herald.hub.log", this, hub -> hub.sum(ShardFigures::logBytes))
                .description("encoded bytes kept for lagging sessions")
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("herald.hub.delivered.events", this, hub -> hub.sum(ShardFigures::eventsDelivered))
                .description("events written to sessions, once for each session")
                .register(meters);
        FunctionCounter.builder("herald.hub.delivered", this, hub -> hub.sum(ShardFigures::bytesDelivered))
                .description("bytes of events written to sessions")
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("herald.hub.pieces.encoded", this, hub -> hub.sum(ShardFigures::piecesEncoded))
                .description("times that events were encoded")
                .register(meters);
        FunctionCounter.builder("herald.hub.journal.reads", this, hub -> hub.sum(ShardFigures::journalReads))
                .description("reads of the journal for sessions beyond the ring")
                .register(meters);
    }
}
