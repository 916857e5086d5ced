package dev.herald.hub;

import dev.herald.event.Position;
import dev.herald.loop.Loop;

/**
 * One loop's part of the hub: its cursors, its audiences, its ring of recent events. Only the loop touches them; the
 * journal's thread reaches it through the inbox alone.
 */
public final class Shard {
    private final Delivery delivery;

    Shard(Loop loop, Delivery.Parts parts, Position tip) {
        delivery = new Delivery(loop, parts, tip);
    }

    /** A connection came. Runs on its loop. The cursor must hear {@link Cursor#onClose} in the end. */
    public <E extends Encoded> Cursor<E> onOpen(Outlet<E> outlet) {
        delivery.loop().check();
        delivery.figures().connection(1);
        return new ShardCursor<>(delivery, outlet);
    }

    /** Everything up to here has been handed to this loop. Runs on it. */
    public Position tip() {
        return delivery.tip();
    }

    /** The journal has committed a batch. One thread at a time, in order; never blocks. */
    void told(Batch batch) {
        delivery.told(batch);
    }

    /** Gives every live member whose subscription matches the message. Any thread. */
    void announce(LiveMessage message) {
        delivery.announce(message);
    }

    ShardFigures figures() {
        return delivery.figures();
    }

    int audienceCount() {
        return delivery.audiences().count();
    }

    /** Projects and rooms that somebody hears. */
    int places() {
        return delivery.audiences().places();
    }
}
