package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection: a position in the journal and a subscription. Runs on its loop; every method checks it.
 *
 * <p>States: <em>idle</em> (no subscription) → <em>held</em> (subscribed or rewound, nothing is sent before
 * {@link #onRelease}) → <em>lagging</em> (behind the tip: continues whenever the outlet is writable, from its audience's
 * log, else the shard's ring, else the journal) → <em>live</em> (at the tip: has no position of its own and is written to
 * by its audience) → lagging again when the outlet is not writable as events come. <em>Broken</em> and <em>closed</em>
 * are final: every call is without effect.
 *
 * <p>What cannot happen: an event at or below the position is written; a position moves on over an event of the
 * subscription that was not written, except those that the outlet was told of with {@link Outlet#onGap} and those that
 * conflation may skip. Whatever waits (a read, a retry, a turn) carries the generation in which it was asked for, and
 * comes to nothing when the session has subscribed, rewound or closed since.
 *
 * @param <E> what its outlet writes
 */
public final class Cursor<E extends Encoded> {
    private enum State {
        IDLE,
        HELD,
        LAGGING,
        LIVE,
        BROKEN,
        CLOSED
    }

    private final Shard shard;
    private final Outlet<E> outlet;
    private State state = State.IDLE;
    private @Nullable Audience<E> audience;
    /** Everything up to here was written or passed over; not kept while live. */
    private Position position = Position.ORIGIN;

    private @Nullable Replays replays;
    private long generation;
    /** The piece of the audience's log that comes next; one that the log does not hold when there is none. */
    private long piece = -1;

    private int readsFailed;
    private boolean isPumping;
    private boolean isReading;
    /** Its place among the audience's live members. */
    int liveIndex = -1;
    /** Whether it stands in the queue for a read of the journal. */
    boolean isQueued;
    /** Whether it stands in the shard's list of those ahead of the tip. */
    boolean isAhead;

    Cursor(Shard shard, Outlet<E> outlet) {
        this.shard = shard;
        this.outlet = outlet;
    }

    /**
     * Subscribes, in place of what was before. Nothing is sent until {@link #onRelease}, so that the session can confirm
     * first.
     *
     * @param after continue after this position; null to continue from where the session is, which for the first
     *     subscription, and after {@link #onUnsubscribe}, is the tip
     */
    public Resume onSubscribe(Subscription subscription, Dialect<E> dialect, @Nullable Position after) {
        enter();
        Position here = state == State.IDLE ? shard.tip() : position();
        Resume resume = after == null ? new Resume(true, here, shard.oldest()) : shard.resume(after);
        if (isOver()) {
            return resume;
        }
        leaveAudience();
        Audience<E> joined = shard.audience(subscription, dialect);
        joined.join();
        shard.presence().enter(subscription);
        audience = joined;
        hold(resume.from());
        return resume;
    }

    /**
     * Goes back (or forward) to the position with the subscription there is. Nothing is sent until {@link #onRelease},
     * which follows by itself when the caller's turn on the loop is over.
     *
     * @param done told how many events were replayed, exactly when all that was committed at this call is written and
     *     before any later event is; at once when released without a subscription; at the point reached when the session
     *     unsubscribes; never after {@link #onClose}. A session that has more replays pending than
     *     {@link HubLimits#replaysPendingMax} is broken.
     */
    public Resume onReplay(Position after, LongConsumer done) {
        enter();
        Resume resume = shard.resume(after);
        if (isOver()) {
            return resume;
        }
        Replays pending = replays == null ? new Replays() : replays;
        replays = pending;
        if (pending.size() >= shard.limits().replaysPendingMax()) {
            breakOff("more than " + shard.limits().replaysPendingMax() + " replays asked for and not yet received");
            return resume;
        }
        pending.add(shard.tip(), done);
        if (audience != null) {
            stopBeingLive();
            hold(resume.from());
        }
        long held = generation;
        shard.loop().post(() -> {
            if (held == generation) {
                onRelease();
            }
        });
        return resume;
    }

    /** What was held by {@link #onSubscribe} or {@link #onReplay} may be sent. */
    public void onRelease() {
        shard.loop().check();
        if (state == State.HELD) {
            become(State.LAGGING);
            pump();
        } else if (state == State.IDLE && replays != null) {
            replays.finishAll();
        }
    }

    /** Nothing more is sent until the next {@link #onSubscribe}. */
    public void onUnsubscribe() {
        shard.loop().check();
        if (isOver()) {
            return;
        }
        leaveAudience();
        generation++;
        become(State.IDLE);
        if (replays != null) {
            replays.finishAll();
        }
    }

    /** The outlet takes more again. */
    public void onWritable() {
        shard.loop().check();
        pump();
    }

    /** The connection is gone. May come twice. */
    public void onClose() {
        shard.loop().check();
        if (state != State.CLOSED) {
            end(State.CLOSED);
            shard.figures().connection(-1);
        }
    }

    /** What the session is subscribed to. */
    public Optional<Subscription> subscription() {
        return Optional.ofNullable(audience).map(Audience::subscription);
    }

    /** Everything of the subscription up to here was handed to the outlet. */
    public Position position() {
        return state == State.LIVE || state == State.IDLE ? shard.tip() : position;
    }

    Outlet<E> outlet() {
        return outlet;
    }

    long generation() {
        return generation;
    }

    boolean awaitsRead() {
        return isReading;
    }

    /** A live member that could not take a piece: it continues there. Called by its audience, which has removed it. */
    void lag(Position at, long nextPiece) {
        become(State.LAGGING);
        position = at;
        piece = nextPiece;
    }

    /** Writes what may be written now; ends live, or waiting for the outlet, for the journal or for the next turn. */
    void pump() {
        if (state != State.LAGGING || isPumping || isReading) {
            return;
        }
        if (shard.isDelivering()) {
            pumpLater();
            return;
        }
        isPumping = true;
        try {
            int chunks = 0;
            while (advance(chunks)) {
                chunks++;
            }
        } finally {
            isPumping = false;
        }
    }

    void onRead(long asked, JournalReads.Found found) {
        if (asked != generation || !isReading) {
            return;
        }
        isReading = false;
        if (found.floor() != null) {
            outlet.onGap(position, found.oldest());
            if (asked != generation) {
                return;
            }
            position = later(position, found.floor());
        } else if (found.events().isEmpty()) {
            isReading = true;
            retry("the journal has nothing after " + position + ", although the tip is " + shard.tip());
            return;
        }
        readsFailed = 0;
        if (position.isAfter(shard.tip()) || found.events().isEmpty()) {
            pump();
            return;
        }
        isPumping = true;
        try {
            write(found.events(), limit());
        } finally {
            isPumping = false;
        }
        pump();
    }

    void onReadFailed(long asked, JournalException failure) {
        if (asked == generation && isReading) {
            retry(failure.getMessage());
        }
    }

    void onBrokenRead(long asked) {
        if (asked == generation && isReading) {
            breakOff("the journal could not be read after " + position);
        }
    }

    private void retry(@Nullable String reason) {
        readsFailed++;
        if (readsFailed >= shard.limits().readAttemptsMax()) {
            breakOff("the journal could not be read after " + position + " in " + readsFailed + " attempts: " + reason);
            return;
        }
        long asked = generation;
        shard.loop().schedule(shard.limits().readRetryMillis() << readsFailed - 1, () -> {
            if (asked == generation && isReading) {
                shard.reads().request(this);
            }
        });
    }

    /** One piece or chunk. Answers whether to go on. */
    private boolean advance(int chunks) {
        if (replays != null) {
            replays.finish(position);
        }
        Audience<E> current = audience;
        if (state != State.LAGGING || current == null) {
            return false;
        }
        int compared = position.compareTo(shard.tip());
        if (compared > 0) {
            shard.awaitTip(this);
            return false;
        }
        if (compared == 0) {
            become(State.LIVE);
            current.addLive(this);
            return false;
        }
        if (!outlet.isWritable()) {
            return false;
        }
        if (chunks >= shard.limits().catchUpBurstChunks()) {
            pumpLater();
            return false;
        }
        return current.log().holds(piece) || joinLog(current) ? writePiece(current) : writeChunk();
    }

    private void pumpLater() {
        long asked = generation;
        shard.loop().post(() -> {
            if (asked == generation) {
                pump();
            }
        });
    }

    /** Stands before the log's piece that continues from the position, if there is one. */
    private boolean joinLog(Audience<E> current) {
        long number = hasMark() ? -1 : current.log().numberAfter(position);
        if (number < 0 || !current.log().piece(number).first.isAfter(position)) {
            return false;
        }
        current.log().join(number);
        piece = number;
        return true;
    }

    private boolean writePiece(Audience<E> current) {
        PieceLog<E> log = current.log();
        PieceLog.Piece<E> next = log.piece(piece);
        long asked = generation;
        outlet.write(next.encoded);
        shard.figures().delivered(next.events, next.bytes);
        if (asked != generation) {
            return false;
        }
        boolean hasMore = log.pass(piece);
        piece = hasMore ? piece + 1 : -1;
        position = hasMore ? next.last : shard.tip();
        return true;
    }

    private boolean writeChunk() {
        Position upTo = limit();
        List<Event> events = shard.recent(position, upTo);
        if (events == null) {
            isReading = true;
            shard.reads().request(this);
            return false;
        }
        write(events, upTo);
        return true;
    }

    /** How far a chunk may go: not beyond the tip, a replay's mark, or a piece of the log that it could continue with. */
    private Position limit() {
        Position upTo = shard.tip();
        Position mark = replays == null ? null : replays.nextMark();
        if (mark != null) {
            return earlier(upTo, mark);
        }
        Audience<E> current = audience;
        long number = current == null ? -1 : current.log().numberAfter(position);
        return current == null || number < 0
                ? upTo
                : earlier(upTo, current.log().piece(number).last);
    }

    private boolean hasMark() {
        return replays != null && replays.nextMark() != null;
    }

    /** Encodes for this session alone what it wants of these events, which follow its position without a hole. */
    private void write(List<Event> events, Position upTo) {
        Audience<E> current = audience;
        if (current == null) {
            return;
        }
        List<Event> wanted = new ArrayList<>(events.size());
        Position reached = events.isEmpty() ? upTo : events.getLast().position();
        for (Event event : events) {
            if (event.position().isAfter(upTo)) {
                reached = upTo;
                break;
            }
            if (event.position().isAfter(position) && current.subscription().matches(event)) {
                wanted.add(event);
            }
        }
        if (current.subscription().conflate()) {
            Conflation.conflate(wanted);
        }
        position = later(position, reached);
        if (wanted.isEmpty()) {
            return;
        }
        if (replays != null) {
            replays.count(wanted.size());
        }
        E encoded = current.encode(wanted);
        shard.figures().delivered(wanted.size(), encoded.bytes());
        outlet.write(encoded);
        encoded.release();
    }

    private void enter() {
        shard.loop().check();
        if (isPumping || shard.isDelivering()) {
            throw new IllegalStateException("an outlet subscribes from inside a write of the hub");
        }
        shard.drain();
    }

    private void hold(Position at) {
        generation++;
        position = at;
        become(State.HELD);
    }

    private void leaveAudience() {
        stopBeingLive();
        Audience<E> left = audience;
        if (left != null) {
            audience = null;
            left.leave();
            shard.presence().leave(left.subscription());
            shard.forgetIfEmpty(left);
        }
    }

    private void stopBeingLive() {
        Audience<E> current = audience;
        if (current != null && state == State.LIVE) {
            current.removeLive(this);
        } else if (current != null) {
            current.log().leave(piece);
        }
        piece = -1;
        isReading = false;
        readsFailed = 0;
    }

    private void breakOff(String reason) {
        end(State.BROKEN);
        outlet.onBroken(reason);
    }

    private void end(State last) {
        leaveAudience();
        generation++;
        replays = null;
        become(last);
    }

    private boolean isOver() {
        return state == State.BROKEN || state == State.CLOSED;
    }

    private void become(State next) {
        if (state == State.LAGGING && next != State.LAGGING) {
            shard.figures().lagging(-1);
        } else if (state != State.LAGGING && next == State.LAGGING) {
            shard.figures().lagging(1);
        }
        state = next;
    }

    private static Position earlier(Position a, Position b) {
        return a.isAfter(b) ? b : a;
    }

    private static Position later(Position a, Position b) {
        return a.isAfter(b) ? a : b;
    }
}
