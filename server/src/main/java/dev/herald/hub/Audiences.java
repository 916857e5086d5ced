package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audiences of one shard. The map is plain, because only the loop touches it. Runs on its loop. */
final class Audiences {
    private static final Logger LOG = LoggerFactory.getLogger(Audiences.class);

    private final HubLimits limits;
    private final ShardFigures figures;
    private final PieceLog.LogBytes logBytes;
    private final Encodings encodings;
    private final Map<Key, Audience<?>> all = new HashMap<>();
    private boolean isDelivering;
    private boolean hasEmpty;

    Audiences(HubLimits limits, ShardFigures figures) {
        this.limits = limits;
        this.figures = figures;
        encodings = new Encodings(figures);
        logBytes = new PieceLog.LogBytes(limits.shardBytesMax(), figures);
    }

    boolean isDelivering() {
        return isDelivering;
    }

    int count() {
        return all.size();
    }

    /** The audience of all with this subscription and dialect. */
    <E extends Encoded> Audience<E> of(Subscription subscription, Dialect<E> dialect) {
        // Equal dialects encode to the same type: that is what Dialect promises.
        @SuppressWarnings("unchecked")
        Audience<E> audience = (Audience<E>) all.computeIfAbsent(
                new Key(subscription, dialect),
                key -> new Audience<>(subscription, dialect, limits, encodings, figures, logBytes));
        return audience;
    }

    /** A member has left: an audience without any is forgotten, after the delivery if there is one. */
    void forgetIfEmpty(Audience<?> audience) {
        if (!audience.isEmpty()) {
            return;
        }
        if (isDelivering) {
            hasEmpty = true;
        } else {
            forget(audience);
        }
    }

    /**
     * Gives each what it wants of the events.
     *
     * @param tip the position before them, where the live members are
     */
    void deliver(List<Event> events, Position tip) {
        isDelivering = true;
        encodings.begin(all.size() > 1);
        for (Audience<?> audience : all.values()) {
            try {
                audience.deliver(events, tip);
            } catch (RuntimeException | OutOfMemoryError defect) {
                // Encoding failed, or no memory for it was left. The other audiences are not to blame.
                LOG.error(
                        "an audience could not be given events after {}; its live sessions are given up", tip, defect);
                audience.breakOff("the events after " + tip + " could not be encoded");
            }
        }
        encodings.end();
        endDelivery();
    }

    /** Gives those that hear it a message that is not in the journal. */
    void announce(LiveMessage message) {
        isDelivering = true;
        try {
            for (Audience<?> audience : all.values()) {
                audience.deliverLive(message);
            }
        } finally {
            endDelivery();
        }
    }

    /** The shard passes over events: every live member lags from the tip on. Answers them, to be pumped. */
    List<Audience.Member<?>> lagAll(Position tip) {
        List<Audience.Member<?>> lagged = new ArrayList<>();
        for (Audience<?> audience : all.values()) {
            audience.lagAll(tip, lagged);
        }
        return lagged;
    }

    private void endDelivery() {
        isDelivering = false;
        if (hasEmpty) {
            hasEmpty = false;
            List.copyOf(all.values()).stream().filter(Audience::isEmpty).forEach(this::forget);
        }
    }

    private void forget(Audience<?> audience) {
        audience.log().restart();
        all.remove(new Key(audience.subscription(), audience.dialect()));
    }

    private record Key(Subscription subscription, Dialect<?> dialect) {}
}
