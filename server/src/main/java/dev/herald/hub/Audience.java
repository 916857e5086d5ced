package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one shard that share a subscription and a dialect: what one of them gets, all get, so it is filtered
 * and encoded once. Runs on its loop.
 *
 * <p>A live member is at the shard's tip and has no position of its own: nothing is written to it per delivery but the
 * bytes. A live member that is not writable when a piece comes starts to lag there, and the piece stays in the log until
 * it comes by: being a little behind costs no encoding. A piece is kept only while the audience has others to share it
 * with; a member alone catches up from the shard's ring.
 *
 * @param <E> what the dialect encodes to
 */
final class Audience<E extends Encoded> {
    /**
     * A session, as its audience sees it. Runs on its loop.
     *
     * @param <E> what it is written
     */
    interface Member<E extends Encoded> {
        /** Whether it takes more now. */
        boolean isWritable();

        /** Takes the bytes; one that fails ends by itself. */
        void write(E encoded);

        /** It could not take a piece: it continues there. It has been removed from the live ones. */
        void lag(Position at, long nextPiece);

        /** Goes on if it lags and may be written to. */
        void pump();

        /** Gives the session up: it cannot go on without a hole. */
        void breakOff(String reason);

        /** Its place among the live members, which it remembers so that leaving costs nothing. */
        int slot();

        void slot(int slot);
    }

    private final Subscription subscription;
    private final Dialect<E> dialect;
    private final HubLimits limits;
    private final ShardFigures figures;
    private final Encodings encodings;
    private final PieceLog<E> log;
    private final ArrayList<@Nullable Member<E>> live = new ArrayList<>(1);
    private final ArrayList<Event> matched = new ArrayList<>(1);
    private final SharedChunks<E> chunks;
    private int members;
    private int lagging;
    private boolean isDelivering;
    private boolean isForgotten;
    /** The event that was offered last. */
    private long offered;

    private @Nullable Throwable failure;
    private boolean hasHoles;

    Audience(
            Subscription subscription,
            Dialect<E> dialect,
            HubLimits limits,
            Encodings encodings,
            ShardFigures figures,
            PieceLog.LogBytes logBytes) {
        this.subscription = subscription;
        this.dialect = dialect;
        this.limits = limits;
        this.encodings = encodings;
        this.figures = figures;
        log = new PieceLog<>(limits.audiencePiecesMax(), limits.audienceBytesMax(), logBytes);
        chunks = new SharedChunks<>(limits.audiencePiecesMax(), limits.audienceBytesMax(), logBytes);
    }

    Subscription subscription() {
        return subscription;
    }

    Dialect<E> dialect() {
        return dialect;
    }

    PieceLog<E> log() {
        return log;
    }

    SharedChunks<E> chunks() {
        return chunks;
    }

    /** Whether what one lagging member is written may be of use to another. */
    boolean sharesChunks() {
        return lagging > 1;
    }

    /** A member begins or ends to lag. */
    void lagging(int change) {
        lagging += change;
        if (lagging < 2) {
            chunks.clear();
        }
    }

    boolean isEmpty() {
        return members == 0;
    }

    void join() {
        members++;
    }

    void leave() {
        members--;
    }

    /** The member is at the tip. */
    void addLive(Member<E> member) {
        member.slot(live.size());
        live.add(member);
    }

    /** May happen in the middle of a delivery: the place is then left empty and closed afterwards. */
    void removeLive(Member<E> member) {
        if (isDelivering) {
            live.set(member.slot(), null);
            hasHoles = true;
            return;
        }
        Member<E> last = live.removeLast();
        if (last != null && last != member) {
            last.slot(member.slot());
            live.set(member.slot(), last);
        }
    }

    /** No member is left, and none will come: who still knows it forgets it. */
    void forget() {
        isForgotten = true;
        log.restart();
    }

    boolean isForgotten() {
        return isForgotten;
    }

    /**
     * Takes note of an event if the members want it. An event that is offered again is passed over.
     *
     * @return whether something is to be delivered that was not before
     */
    boolean offer(Event event) {
        long at = event.position().packed();
        if (at == offered || isForgotten || live.isEmpty() && log.isEmpty()) {
            return false;
        }
        offered = at;
        try {
            return subscription.matches(event) && matched.add(event) && matched.size() == 1;
        } catch (RuntimeException | Error defect) {
            failure = defect;
            return true;
        }
    }

    /**
     * Gives the members what was offered and is wanted.
     *
     * @param tip the position before it, where the live members are
     */
    void deliver(Position tip) throws Throwable {
        isDelivering = true;
        try {
            if (failure != null) {
                throw failure;
            }
            Position after = tip;
            for (int from = 0; from < matched.size(); ) {
                int to = pieceEnd(from);
                deliverPiece(from == 0 && to == matched.size() ? matched : matched.subList(from, to), after);
                after = matched.get(to - 1).position();
                from = to;
            }
        } finally {
            failure = null;
            matched.clear();
            endDelivery();
        }
    }

    /** Gives the live members that can take it a message that is not in the journal. */
    void deliverLive(LiveMessage message) {
        if (live.isEmpty() || !subscription.matches(message)) {
            return;
        }
        E encoded = dialect.encodeLive(message);
        isDelivering = true;
        try {
            for (int i = 0; i < live.size(); i++) {
                Member<E> member = live.get(i);
                if (member != null && member.isWritable()) {
                    member.write(encoded);
                }
            }
        } finally {
            endDelivery();
            encoded.release();
        }
    }

    /** The shard passes over events: every live member lags from the tip on, and finds the rest in the journal. */
    void lagAll(Position tip, List<Member<?>> lagged) {
        log.restart();
        for (Member<E> member : live) {
            if (member != null) {
                member.lag(tip, -1);
                lagged.add(member);
            }
        }
        live.clear();
    }

    /** A delivery failed in the middle: nobody knows who has what, so the live members must come back and resume. */
    void breakOff(String reason) {
        log.restart();
        for (@Nullable Member<E> member : new ArrayList<>(live)) {
            if (member != null) {
                member.breakOff(reason);
            }
        }
    }

    /** Encodes for a lagging member, by itself; the caller releases. */
    E encode(List<Event> events) {
        figures.encoded();
        return dialect.encode(events);
    }

    private void deliverPiece(List<Event> events, Position after) {
        boolean isShared = members > 1;
        E encoded = null;
        int written = 0;
        int lagged = 0;
        for (int i = 0; i < live.size(); ) {
            Member<E> member = live.get(i);
            if (member == null) {
                i++;
            } else if (member.isWritable()) {
                if (encoded == null) {
                    encoded = encodings.encode(dialect, events);
                }
                member.write(encoded);
                written++;
                i++;
            } else {
                replaceByLast(i);
                member.lag(after, isShared ? log.await() : -1);
                lagged++;
            }
        }
        if (encoded != null) {
            figures.delivered((long) written * events.size(), (long) written * encoded.bytes());
        }
        keep(events, after, encoded, isShared, lagged);
    }

    private void keep(List<Event> events, Position after, @Nullable E encoded, boolean isShared, int lagged) {
        if (isShared && (lagged > 0 || !log.isEmpty())) {
            E kept = encoded == null ? encodings.encode(dialect, events) : encoded;
            log.append(
                    kept, after, events.getFirst().position(), events.getLast().position(), events.size());
            return;
        }
        if (!log.isEmpty()) {
            log.restart();
        }
        if (encoded != null) {
            encoded.release();
        }
    }

    private void replaceByLast(int index) {
        Member<E> last = live.removeLast();
        if (index < live.size()) {
            live.set(index, last);
            if (last != null) {
                last.slot(index);
            }
        }
    }

    /** Where the piece that begins here ends, so that one write stays within bounds. */
    private int pieceEnd(int from) {
        long bytes = 0;
        int to = from;
        while (to < matched.size() && to - from < limits.catchUpEventsMax() && bytes < limits.catchUpChunkBytes()) {
            bytes += matched.get(to).json().length;
            to++;
        }
        return to;
    }

    private void endDelivery() {
        isDelivering = false;
        closeHoles();
    }

    private void closeHoles() {
        if (!hasHoles) {
            return;
        }
        hasHoles = false;
        int kept = 0;
        for (int i = 0; i < live.size(); i++) {
            Member<E> member = live.get(i);
            if (member != null) {
                live.set(kept, member);
                member.slot(kept);
                kept++;
            }
        }
        live.subList(kept, live.size()).clear();
    }
}
