package dev.herald.fold;

import dev.herald.projection.Derived;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the folds have derived and the journal has not shown yet. Each has a key that is the same for the same fact,
 * whoever derives it: an event with that key takes it away. What follows from events older than {@value #AGE_HOURS} h
 * (by the time of the events) is forgotten, for nobody wants to be told of it, and the journal forgets keys, too.
 *
 * <p>One thread. A function of the events alone, but for what the intake has taken.
 */
final class Derivations {
    /** No publisher's key has such a character, see {@code Limits.isIdempotencyKey}; a token's name ends with a newline. */
    static final String KEY_PREFIX = "\u0001";

    static final int AGE_HOURS = 24;
    static final long AGE_MILLIS = AGE_HOURS * 3_600_000L;
    static final int KEY_LENGTH_MAX = 512;
    /** The oldest are forgotten beyond so many. */
    static final int PENDING_MAX = 100_000;

    private final Map<String, Pending> byKey = new LinkedHashMap<>();
    private final ArrayDeque<Pending> untold = new ArrayDeque<>();
    private long forgotten;

    /**
     * Keeps it until it is told. Under a known key the first one stands, but where it rests on what has changed since:
     * then the new one takes its place, unless the first is on its way.
     *
     * @throws IllegalArgumentException for a key that is none: a defect of the fold
     */
    void add(Derived derived) {
        String text = derived.key();
        if (text.isEmpty() || text.length() > KEY_LENGTH_MAX || text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("no key of what is derived: " + text.length() + " characters");
        }
        String key = KEY_PREFIX + text;
        Pending known = byKey.get(key);
        if (known != null && (known.isTaken || derived.unchangedSince() == null)) {
            return;
        }
        if (known != null) {
            // What it rests on has changed since; what was derived before holds no more.
            known.isTaken = true;
        }
        Pending pending = new Pending(key, derived);
        byKey.put(key, pending);
        untold.add(pending);
        if (byKey.size() > PENDING_MAX) {
            forget(byKey.values().iterator().next());
            forgotten++;
        }
    }

    /** The journal has an event with this key. */
    void seen(@Nullable String key) {
        if (key != null && !byKey.isEmpty() && key.startsWith(KEY_PREFIX)) {
            Pending known = byKey.remove(key);
            if (known != null) {
                known.isTaken = true;
            }
        }
    }

    /** It is told, or never will be. */
    void forget(Pending pending) {
        pending.isTaken = true;
        byKey.remove(pending.key(), pending);
    }

    /** Forgets what nobody wants to be told of any more at this moment. */
    void forgetOld(long nowMillis) {
        while (!byKey.isEmpty()) {
            Pending eldest = byKey.values().iterator().next();
            if (eldest.cause().epochMillis() >= nowMillis - AGE_MILLIS) {
                return;
            }
            forget(eldest);
        }
    }

    void forgetAll() {
        byKey.clear();
        untold.clear();
    }

    /** The next that the intake has not taken; null for none. */
    @Nullable
    Pending pollUntold() {
        Pending next = untold.poll();
        while (next != null && next.isTaken) {
            next = untold.poll();
        }
        return next;
    }

    /** It could not be told now. */
    void putBack(Pending pending) {
        untold.addFirst(pending);
    }

    /** Keeps the queue of the untold small while nobody takes from it. */
    void trimUntold() {
        if (untold.size() > 2 * byKey.size() + 1_024) {
            untold.removeIf(pending -> pending.isTaken);
        }
    }

    int size() {
        return byKey.size();
    }

    /** How many were forgotten because there were too many. */
    long forgotten() {
        return forgotten;
    }

    void save(StateOut out) {
        out.each(byKey.values(), (to, pending) -> pending.save(to));
    }

    static Derivations load(StateIn in) {
        Derivations loaded = new Derivations();
        for (Pending pending : in.each(Pending::load)) {
            loaded.byKey.put(pending.key(), pending);
            loaded.untold.add(pending);
        }
        return loaded;
    }
}
