package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.Slice;
import dev.herald.journal.Start;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.meter.Defects;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a loop's events get from the journal's thread to its audiences: the inbox, the ring of recent events, and the tip
 * between what was handed on and what was not. Runs on its loop, but for {@link #told} and {@link #announce}.
 *
 * <p>The tip is the last event that the audiences were handed. Cursors stand at or before it, except one that resumes
 * from an event which this loop has not been told of yet; that one waits.
 */
final class Delivery {
    private final Loop loop;
    private final Parts parts;
    private final ShardFigures figures = new ShardFigures();
    private final Inbox inbox;
    private final Ring ring;
    private final JournalReads reads;
    private final Audiences audiences;
    private final List<Audience.Member<?>> ahead = new ArrayList<>();
    private final ArrayList<Event> drained = new ArrayList<>();
    private Position tip;

    /** What it is made of beside its loop, the same for all. */
    record Parts(
            Tail tail,
            CatchUpLane reads,
            HubLimits limits,
            Clock clock,
            Timer delay,
            Presence presence,
            Defects defects) {}

    Delivery(Loop loop, Parts parts, Position tip) {
        this.loop = loop;
        this.parts = parts;
        this.tip = tip;
        HubLimits limits = parts.limits();
        inbox = new Inbox(limits.inboxEventsMax(), limits.inboxBytesMax());
        ring = new Ring(limits.ringEventsMax(), limits.ringBytesMax(), tip);
        reads = new JournalReads(parts.reads(), limits, loop, figures);
        audiences = new Audiences(limits, figures, parts.defects());
    }

    /** The journal has committed a batch. One thread at a time, in order; never blocks. */
    void told(Batch batch) {
        if (inbox.add(batch)) {
            loop.post(this::drain);
        }
    }

    /** Gives every live member whose subscription matches the message. Any thread. */
    void announce(LiveMessage message) {
        loop.post(() -> audiences.announce(message));
    }

    ShardFigures figures() {
        return figures;
    }

    Loop loop() {
        return loop;
    }

    HubLimits limits() {
        return parts.limits();
    }

    Defects defects() {
        return parts.defects();
    }

    Presence presence() {
        return parts.presence();
    }

    JournalReads reads() {
        return reads;
    }

    Audiences audiences() {
        return audiences;
    }

    Position tip() {
        return tip;
    }

    Position oldest() {
        return parts.tail().oldest();
    }

    /** Whether an audience is being written to right now: what would change it must wait. */
    boolean isDelivering() {
        return audiences.isDelivering();
    }

    /** Hands what the inbox holds to the audiences. Without effect inside a delivery. */
    void drain() {
        loop.check();
        Inbox.Taken taken = isDelivering() ? null : inbox.take();
        if (taken == null) {
            return;
        }
        List<Audience.Member<?>> lagged = new ArrayList<>();
        try {
            handOn(taken, lagged);
        } catch (RuntimeException | Error defect) {
            // No memory was left for them, say. Nobody knows how far it came, so all go back to the journal.
            parts.defects().tell("events after " + tip + " could not be handed on; they are read again", defect);
            drained.clear();
            skip(taken.last(), lagged);
        }
        lagged.forEach(Audience.Member::pump);
        pumpAhead();
    }

    private void handOn(Inbox.Taken taken, List<Audience.Member<?>> lagged) {
        if (taken.skippedTo() != null) {
            skip(taken.skippedTo(), lagged);
        }
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
            long heard = taken.batches().getFirst().heardNanos();
            parts.delay().record(parts.clock().nanos() - heard, TimeUnit.NANOSECONDS);
        }
    }

    /** Who seeks. Runs on the loop; what it does wrong is its own affair. */
    interface Seeking {
        void onKnown(Resume resume);

        /** The journal cannot be read: nobody knows. */
        void onUnknown(String reason);
    }

    /**
     * Finds out how a session continues that asks for what follows a position, and whether all of it is still there.
     *
     * @param seeking told on the loop: at once where memory tells, else after a read of the journal; never when the
     *     server stops before
     */
    void seek(Position after, Seeking seeking) {
        drain();
        Tail tail = parts.tail();
        Optional<Start> start = tail.start(after);
        if (start.isEmpty() && !ring.after().isAfter(after) && !after.isAfter(tip)) {
            start = Optional.of(ring.start(after));
        }
        if (start.isPresent()) {
            seeking.onKnown(resume(after, start.get(), tail.oldest()));
            return;
        }
        reads.look(after, new JournalReads.Looking() {
            @Override
            public void onFound(Slice slice) {
                seeking.onKnown(resume(after, new Start(slice.from(), slice.isWhole()), slice.oldest()));
            }

            @Override
            public void onFailed(String reason) {
                seeking.onUnknown("the journal could not be read after " + after + ": " + reason);
            }
        });
    }

    private Resume resume(Position after, Start start, Position oldest) {
        boolean isBeyond = after.isAfter(start.from()) && start.from().isAfter(tip);
        return new Resume(start.isWhole(), isBeyond ? tip : start.from(), oldest);
    }

    /** Events after the position from the ring, one chunk; null when the ring does not reach back so far. */
    @Nullable
    List<Event> recent(Position after, Position upTo) {
        return ring.after().isAfter(after)
                ? null
                : ring.read(after, upTo, limits().catchUpEventsMax(), limits().catchUpChunkBytes());
    }

    /** The member is ahead of the tip: it goes on when the tip has come by. */
    void awaitTip(Audience.Member<?> member) {
        ahead.add(member);
    }

    private void deliver() {
        for (Event event : drained) {
            ring.add(event);
        }
        audiences.deliver(drained, tip);
        tip = drained.getLast().position();
        drained.clear();
    }

    /** Too much came while the loop was busy: the events up to here are only in the journal. */
    private void skip(Position to, List<Audience.Member<?>> lagged) {
        audiences.lagAll(tip, lagged);
        tip = to;
        ring.restart(to);
    }

    private void pumpAhead() {
        if (ahead.isEmpty()) {
            return;
        }
        List<Audience.Member<?>> waiting = List.copyOf(ahead);
        ahead.clear();
        waiting.forEach(Audience.Member::pump);
    }
}
