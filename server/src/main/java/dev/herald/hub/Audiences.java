package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.meter.Defects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The audiences of one shard. The map is plain, because only the loop touches it. Runs on its loop.
 *
 * <p>An event visits the audiences that may want it, see {@link AudienceIndex}; those that want none of a batch are not
 * touched. What goes wrong with one audience costs its own sessions, never another's.
 */
final class Audiences {
    private final HubLimits limits;
    private final ShardFigures figures;
    private final PieceLog.LogBytes logBytes;
    private final Encodings encodings;
    private final Defects defects;
    private final Map<Key, Audience<?>> all = new HashMap<>();
    private final AudienceIndex index = new AudienceIndex();
    /** Those that have something to deliver. */
    private final ArrayList<Audience<?>> found = new ArrayList<>();
    /** Those that became empty while there was a delivery. */
    private final ArrayList<Audience<?>> emptied = new ArrayList<>();

    private boolean isDelivering;

    Audiences(HubLimits limits, ShardFigures figures, Defects defects) {
        this.defects = defects;
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

    int places() {
        return index.places();
    }

    /** The audience of all with this subscription and dialect. */
    <E extends Encoded> Audience<E> of(Subscription subscription, Dialect<E> dialect) {
        Key key = new Key(subscription, dialect);
        // Equal dialects encode to the same type: that is what Dialect promises.
        @SuppressWarnings("unchecked")
        @Nullable
        Audience<E> known = (Audience<E>) all.get(key);
        if (known != null) {
            return known;
        }
        Audience<E> audience = new Audience<>(subscription, dialect, limits, encodings, figures, logBytes);
        all.put(key, audience);
        index.add(audience);
        return audience;
    }

    /** A member has left: an audience without any is forgotten, after the delivery if there is one. */
    void forgetIfEmpty(Audience<?> audience) {
        if (!audience.isEmpty()) {
            return;
        }
        if (isDelivering) {
            emptied.add(audience);
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
        try {
            for (int i = 0; i < events.size(); i++) {
                index.offer(events.get(i), found);
            }
            encodings.begin(found.size() > 1);
            for (int i = 0; i < found.size(); i++) {
                deliver(found.get(i), tip);
            }
        } finally {
            found.clear();
            endDelivery();
        }
    }

    /** Gives those that hear it a message that is not in the journal. */
    void announce(LiveMessage message) {
        Set<Audience<?>> hearing = Collections.newSetFromMap(new IdentityHashMap<>());
        index.visit(message, hearing::add);
        isDelivering = true;
        try {
            for (Audience<?> audience : hearing) {
                announce(audience, message);
            }
        } finally {
            endDelivery();
        }
    }

    /** The shard passes over events: every live member lags from the tip on, and is to be pumped. */
    void lagAll(Position tip, List<Audience.Member<?>> lagged) {
        for (Audience<?> audience : all.values()) {
            audience.lagAll(tip, lagged);
        }
    }

    /** What goes wrong, whatever it is, leaves nobody but its members in doubt of what they have. */
    private void deliver(Audience<?> audience, Position tip) {
        try {
            audience.deliver(tip);
        } catch (Throwable defect) {
            defects.tell(
                    "an audience could not be given events after " + tip + "; its live sessions are given up", defect);
            giveUp(audience, "the events after " + tip + " could not be encoded");
        }
    }

    private void giveUp(Audience<?> audience, String reason) {
        try {
            audience.breakOff(reason);
        } catch (RuntimeException | Error defect) {
            defects.tell("an audience could not be given up", defect);
        }
    }

    /** It is not in the journal, so who misses it misses nothing that could come again. */
    private void announce(Audience<?> audience, LiveMessage message) {
        try {
            audience.deliverLive(message);
        } catch (RuntimeException | Error defect) {
            defects.tell("an audience could not be given a message of the server's own", defect);
        }
    }

    private void endDelivery() {
        try {
            encodings.end();
        } catch (RuntimeException | Error defect) {
            defects.tell("what was encoded for a delivery could not be released", defect);
        }
        isDelivering = false;
        for (int i = 0; i < emptied.size(); i++) {
            Audience<?> audience = emptied.get(i);
            if (audience.isEmpty() && !audience.isForgotten()) {
                forget(audience);
            }
        }
        emptied.clear();
    }

    private void forget(Audience<?> audience) {
        audience.forget();
        index.remove(audience);
        all.remove(new Key(audience.subscription(), audience.dialect()));
    }

    /** A subscription may name thousands of rooms, so its hash is computed once. */
    private static final class Key {
        private final Subscription subscription;
        private final Dialect<?> dialect;
        private final int hash;

        Key(Subscription subscription, Dialect<?> dialect) {
            this.subscription = subscription;
            this.dialect = dialect;
            hash = 31 * subscription.hashCode() + dialect.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && dialect.equals(key.dialect)
                    && subscription.equals(key.subscription);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
