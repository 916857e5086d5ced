package dev.herald.journal;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Room;
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
 */
public record Placement(List<Event> events, List<Outcome> outcomes, Map<String, Known> keys) {
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
    }

    /** @param end where the log ends, after which the events come */
    public static <X extends Exception> Placement of(
            List<List<Draft>> submissions, Position end, long nowMillis, Keys<X> keys) throws X {
        List<Event> events = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>(submissions.size());
        Map<String, Known> own = new HashMap<>();
        for (List<Draft> drafts : submissions) {
            int before = events.size();
            List<Appended> appended = new ArrayList<>(drafts.size());
            List<Outcome.Clash> clashes = new ArrayList<>(0);
            Set<String> added = new HashSet<>(0);
            for (Draft draft : drafts) {
                Position last = events.isEmpty() ? end : events.getLast().position();
                String key = draft.idempotencyKey();
                if (key == null) {
                    events.add(draft.at(last.next(nowMillis)));
                    appended.add(new Appended(events.getLast().position(), true));
                    continue;
                }
                long digest = digest(draft);
                Known known = own.containsKey(key) ? own.get(key) : keys.recall(key);
                if (known == null) {
                    events.add(draft.at(last.next(nowMillis)));
                    appended.add(new Appended(events.getLast().position(), true));
                    own.put(key, new Known(events.getLast().position(), digest));
                    added.add(key);
                } else if (known.isOther(digest)) {
                    Position first = added.contains(key) ? null : known.first();
                    clashes.add(new Outcome.Clash(appended.size() + clashes.size(), first));
                } else {
                    appended.add(new Appended(known.first(), false));
                }
            }
            if (clashes.isEmpty()) {
                outcomes.add(new Outcome.Kept(appended));
            } else {
                outcomes.add(new Outcome.Conflict(clashes));
                events.subList(before, events.size()).clear();
                added.forEach(own::remove);
            }
        }
        return new Placement(events, outcomes, own);
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
