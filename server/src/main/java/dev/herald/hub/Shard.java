package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Journal;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop's part of the hub: its cursors, its audiences, its ring of recent events. The maps are plain, because only
 * the loop touches them; the journal's thread reaches it through the inbox alone.
 *
 * <p>The tip is the last event that this shard has handed to its audiences. Cursors stand at or before it, except one
 * that resumes from an event which this shard has not been told of yet; that one waits.
 */
public final class Shard {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

    private final Loop loop;
    private final Journal journal;
    private final HubLimits limits;
    private final Clock clock;
    private final Timer delay;
    private final Presence presence;
    private final ShardFigures figures = new ShardFigures();
    private final Inbox inbox;
    private final Ring ring;
    private final JournalReads reads;
    private final PieceLog.LogBytes logBytes;
    private final Encodings encodings;
    private final Map<Key, Audience<?>> audiences = new HashMap<>();
    private final List<CatchUp<?>> ahead = new ArrayList<>();
    private final ArrayList<Event> drained = new ArrayList<>();
    private Position tip;
    private boolean isDelivering;
    private boolean hasEmptyAudiences;

    /** What a shard is made of beside its loop, the same for all. */
    record Parts(Journal journal, HubLimits limits, Clock clock, Timer delay, Presence presence, Executor threads) {}

    Shard(Loop loop, Parts parts, Position tip) {
        this.loop = loop;
        this.tip = tip;
        journal = parts.journal();
        limits = parts.limits();
        clock = parts.clock();
        delay = parts.delay();
        presence = parts.presence();
        inbox = new Inbox(limits.inboxEventsMax(), limits.inboxBytesMax());
        ring = new Ring(limits.ringEventsMax(), limits.ringBytesMax(), tip);
        reads = new JournalReads(journal, limits, loop, parts.threads(), figures);
        encodings = new Encodings(figures);
        logBytes = new PieceLog.LogBytes(limits.shardBytesMax(), figures);
    }

    /** A connection came. Runs on its loop. The cursor must hear {@link Cursor#onClose} in the end. */
    public <E extends Encoded> Cursor<E> onOpen(Outlet<E> outlet) {
        loop.check();
        figures.connection(1);
        return new Cursor<>(this, outlet);
    }

    /** The journal has committed a batch. One thread at a time, in order; never blocks. */
    void told(Batch batch) {
        if (inbox.add(batch)) {
            loop.post(this::drain);
        }
    }

    /** Gives every live member whose subscription matches the message. Any thread. */
    void announce(LiveMessage message) {
        loop.post(() -> onAnnounced(message));
    }

    ShardFigures figures() {
        return figures;
    }

    Loop loop() {
        return loop;
    }

    HubLimits limits() {
        return limits;
    }

    Presence presence() {
        return presence;
    }

    JournalReads reads() {
        return reads;
    }

    /** Everything up to here has been handed to this loop. Runs on it. */
    public Position tip() {
        return tip;
    }

    Position oldest() {
        return journal.oldest();
    }

    /** Whether an audience is being written to right now: what would change it must wait. */
    boolean isDelivering() {
        return isDelivering;
    }

    /** Hands what the inbox holds to the audiences. Without effect inside a delivery. */
    void drain() {
        loop.check();
        Inbox.Taken taken = isDelivering ? null : inbox.take();
        if (taken == null) {
            return;
        }
        List<Cursor<?>> lagged = taken.skippedTo() == null ? List.of() : skip(taken.skippedTo());
        for (Batch batch : taken.batches()) {
            for (Event event : batch.events()) {
                if (event.position().isAfter(tip)) {
                    drained.add(event);
                }
            }
        }
        if (!drained.isEmpty()) {
            deliver();
        }
        if (!taken.batches().isEmpty()) {
            delay.record(clock.nanos() - taken.batches().getFirst().heardNanos(), TimeUnit.NANOSECONDS);
        }
        lagged.forEach(cursor -> cursor.catchUp().pump());
        pumpAhead();
    }

    /** How a session continues from the position that it asks for. On the loop. */
    public Resume resume(Position after) {
        Position oldest = journal.oldest();
        if (journal.isComplete(after)) {
            return new Resume(true, after, oldest);
        }
        Position floor = journal.floor();
        return new Resume(false, floor.isAfter(after) ? floor : tip, oldest);
    }

    /** Events after the position from the ring, one chunk; null when the ring does not reach back so far. */
    @Nullable
    List<Event> recent(Position after, Position upTo) {
        return ring.after().isAfter(after)
                ? null
                : ring.read(after, upTo, limits.catchUpEventsMax(), limits.catchUpChunkBytes());
    }

    /** The cursor is ahead of the tip: it goes on when the tip has come by. */
    void awaitTip(CatchUp<?> cursor) {
        if (!cursor.isAhead) {
            cursor.isAhead = true;
            ahead.add(cursor);
        }
    }

    /** The audience of all with this subscription and dialect. */
    <E extends Encoded> Audience<E> audience(Subscription subscription, Dialect<E> dialect) {
        // Equal dialects encode to the same type: that is what Dialect promises.
        @SuppressWarnings("unchecked")
        Audience<E> audience = (Audience<E>) audiences.computeIfAbsent(
                new Key(subscription, dialect),
                key -> new Audience<>(subscription, dialect, limits, encodings, figures, logBytes));
        return audience;
    }

    void forgetIfEmpty(Audience<?> audience) {
        if (!audience.isEmpty()) {
            return;
        }
        if (isDelivering) {
            hasEmptyAudiences = true;
        } else {
            forget(audience);
        }
    }

    int audienceCount() {
        return audiences.size();
    }

    private void deliver() {
        isDelivering = true;
        for (Event event : drained) {
            ring.add(event);
        }
        encodings.begin(audiences.size() > 1);
        for (Audience<?> audience : audiences.values()) {
            try {
                audience.deliver(drained, tip);
            } catch (RuntimeException | OutOfMemoryError defect) {
                // Encoding failed, or no memory for it was left. The other audiences are not to blame.
                LOG.error(
                        "an audience could not be given events after {}; its live sessions are given up", tip, defect);
                audience.breakOff("the events after " + tip + " could not be encoded");
            }
        }
        encodings.end();
        tip = drained.getLast().position();
        drained.clear();
        endDelivery();
    }

    /** Too much came while the loop was busy: the events up to here are only in the journal. */
    private List<Cursor<?>> skip(Position to) {
        List<Cursor<?>> lagged = new ArrayList<>();
        for (Audience<?> audience : audiences.values()) {
            audience.lagAll(tip, lagged);
        }
        tip = to;
        ring.restart(to);
        return lagged;
    }

    private void onAnnounced(LiveMessage message) {
        isDelivering = true;
        try {
            for (Audience<?> audience : audiences.values()) {
                audience.deliverLive(message);
            }
        } finally {
            endDelivery();
        }
    }

    private void endDelivery() {
        isDelivering = false;
        if (hasEmptyAudiences) {
            hasEmptyAudiences = false;
            List.copyOf(audiences.values()).stream().filter(Audience::isEmpty).forEach(this::forget);
        }
    }

    private void forget(Audience<?> audience) {
        audience.log().restart();
        audiences.remove(new Key(audience.subscription(), audience.dialect()));
    }

    private void pumpAhead() {
        if (ahead.isEmpty()) {
            return;
        }
        List<CatchUp<?>> waiting = List.copyOf(ahead);
        ahead.clear();
        for (CatchUp<?> cursor : waiting) {
            cursor.isAhead = false;
            cursor.pump();
        }
    }

    private record Key(Subscription subscription, Dialect<?> dialect) {}
}
