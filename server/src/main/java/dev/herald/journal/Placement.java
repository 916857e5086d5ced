package dev.herald.journal;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Room;
import dev.herald.event.Versioned;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the drafts of a batch come to stand: the part of appending that all engines share. It only looks, so that a draft
 * that fails has undone nothing.
 *
 * @param events that are new, in order
 * @param outcomes one for each submission
 * @param keys of the new events
 * @param lasts the last of the new events of each thing that has versions
 */
public record Placement(
        List<Event> events, List<Outcome> outcomes, Map<String, Known> keys, Map<Versioned, Position> lasts) {
    /**
     * What is remembered of a key.
     *
     * @param first where its event stands
     * @param digest of its content; null where it was kept before digests were, and then any content is the same
     */
    public record Known(Position first, @Nullable Long digest) {
        boolean isOther(long content) {
            return digest != null && digest != content;
        }
    }

    /** What an engine remembers. */
    public interface Keys<X extends Exception> {
        /** What is known of the key, from the time that keys are remembered; null for nothing. */
        @Nullable
        Known recall(String key) throws X;

        /** The last event of this; {@link Position#ORIGIN} for none, or for one that is remembered no more. */
        Position last(Versioned of) throws X;
    }

    /** @param end where the log ends, after which the events come */
    public static <X extends Exception> Placement of(
            List<List<Draft>> submissions, Position end, long nowMillis, Keys<X> keys) throws X {
        Placer<X> placer = new Placer<>(end, nowMillis, keys);
        for (List<Draft> drafts : submissions) {
            placer.place(drafts);
        }
        return new Placement(placer.events, placer.outcomes, placer.own, placer.lasts);
    }

    /** Places one submission after the other. */
    private static final class Placer<X extends Exception> {
        private final Position end;
        private final long nowMillis;
        private final Keys<X> keys;
        private final List<Event> events = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Map<String, Known> own = new HashMap<>();
        private final Map<Versioned, Position> lasts = new HashMap<>();
        private List<Appended> appended = new ArrayList<>();
        private List<Outcome.Clash> clashes = new ArrayList<>(0);
        private List<Outcome.Moved> moved = new ArrayList<>(0);
        private Set<String> added = new HashSet<>(0);
        private Map<Versioned, Position> changed = new HashMap<>(0);

        Placer(Position end, long nowMillis, Keys<X> keys) {
            this.end = end;
            this.nowMillis = nowMillis;
            this.keys = keys;
        }

        void place(List<Draft> drafts) throws X {
            int before = events.size();
            appended = new ArrayList<>(drafts.size());
            clashes = new ArrayList<>(0);
            moved = new ArrayList<>(0);
            added = new HashSet<>(0);
            changed = new HashMap<>(0);
            for (int index = 0; index < drafts.size(); index++) {
                place(index, drafts.get(index));
            }
            if (clashes.isEmpty() && moved.isEmpty()) {
                outcomes.add(new Outcome.Kept(appended));
                lasts.putAll(changed);
            } else {
                outcomes.add(clashes.isEmpty() ? new Outcome.Stale(moved) : new Outcome.Conflict(clashes));
                events.subList(before, events.size()).clear();
                added.forEach(own::remove);
            }
        }

        private void place(int index, Draft draft) throws X {
            String key = draft.idempotencyKey();
            if (key == null) {
                add(index, draft);
                return;
            }
            long digest = digest(draft);
            Known known = own.containsKey(key) ? own.get(key) : keys.recall(key);
            if (known == null) {
                own.put(key, new Known(add(index, draft), digest));
                added.add(key);
            } else if (known.isOther(digest)) {
                clashes.add(new Outcome.Clash(index, added.contains(key) ? null : known.first()));
            } else {
                appended.add(new Appended(known.first(), false));
            }
        }

        private Position add(int index, Draft draft) throws X {
            Versioned versioned = draft.versioned();
            if (versioned != null) {
                compare(index, draft.guard(), versioned);
            }
            Position last = events.isEmpty() ? end : events.getLast().position();
            Event event = draft.at(last.next(nowMillis));
            events.add(event);
            appended.add(new Appended(event.position(), true));
            if (versioned != null) {
                changed.put(versioned, event.position());
            }
            return event.position();
        }

        /**
         * With what stood before this submission: several of its drafts may change one thing. A guard that is newer than
         * the last change holds, for whoever gave it knows of all that came before.
         */
        private void compare(int index, @Nullable Position guard, Versioned versioned) throws X {
            if (guard == null) {
                return;
            }
            Position placed = lasts.get(versioned);
            Position newest = placed == null ? keys.last(versioned) : placed;
            if (newest.isAfter(guard)) {
                moved.add(new Outcome.Moved(index, newest));
            }
        }
    }

    /** Of all that makes two drafts the same event, but for when they come. */
    private static long digest(Draft draft) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
        text(sha, draft.type().wireName());
        text(sha, draft.project() == null ? "" : draft.project().value());
        for (String room :
                new TreeSet<>(draft.rooms().stream().map(Room::toString).toList())) {
            text(sha, room);
        }
        text(sha, draft.source());
        text(sha, draft.cause() == null ? "" : draft.cause().toString());
        sha.update(draft.data().members());
        return ByteBuffer.wrap(sha.digest()).getLong();
    }

    private static void text(MessageDigest sha, String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        // No text has a zero in it that could make two of them look like others.
        sha.update((byte) 0);
    }
}
