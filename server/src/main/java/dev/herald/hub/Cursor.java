package dev.herald.hub;

import dev.herald.event.Position;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection: a position in the journal and a subscription. Runs on its loop; every method checks it.
 *
 * <p>States: <em>idle</em> (no subscription) → <em>held</em> (subscribed or rewound, nothing is sent before
 * {@link #onRelease}) → <em>lagging</em> (behind the tip: its {@link CatchUp} continues whenever the outlet is writable)
 * → <em>live</em> (at the tip: has no position of its own and is written to by its audience) → lagging again when the
 * outlet is not writable as events come. <em>Broken</em> and <em>closed</em> are final: every call is without effect.
 *
 * <p>What cannot happen: an event at or below the position is written; a position moves on over an event of the
 * subscription that was not written, except those that the outlet was told of with {@link Outlet#onGap} and those that
 * conflation may skip.
 *
 * @param <E> what its outlet writes
 */
public final class Cursor<E extends Encoded> {
    private static final Logger LOG = LoggerFactory.getLogger(Cursor.class);

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
    private final CatchUp<E> catchUp;
    private State state = State.IDLE;
    private @Nullable Audience<E> audience;
    /** Its place among the audience's live members. */
    int liveIndex = -1;

    Cursor(Shard shard, Outlet<E> outlet) {
        this.shard = shard;
        this.outlet = outlet;
        catchUp = new CatchUp<>(this, shard);
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
        Replays replays = catchUp.replays();
        if (replays.size() >= shard.limits().replaysPendingMax()) {
            breakOff("more than " + shard.limits().replaysPendingMax() + " replays asked for and not yet received");
            return resume;
        }
        replays.add(shard.tip(), done);
        if (audience != null) {
            stopBeingLive();
            hold(resume.from());
        }
        catchUp.later(this::onRelease);
        return resume;
    }

    /** What was held by {@link #onSubscribe} or {@link #onReplay} may be sent. */
    public void onRelease() {
        shard.loop().check();
        if (state == State.HELD) {
            become(State.LAGGING);
            catchUp.pump();
        } else if (state == State.IDLE) {
            catchUp.replays().finishAll();
        }
    }

    /** Nothing more is sent until the next {@link #onSubscribe}. */
    public void onUnsubscribe() {
        shard.loop().check();
        if (isOver()) {
            return;
        }
        leaveAudience();
        catchUp.cancel();
        become(State.IDLE);
        catchUp.replays().finishAll();
    }

    /** The outlet takes more again. */
    public void onWritable() {
        shard.loop().check();
        catchUp.pump();
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
        return state == State.LIVE || state == State.IDLE ? shard.tip() : catchUp.position();
    }

    Outlet<E> outlet() {
        return outlet;
    }

    @Nullable
    Audience<E> audience() {
        return audience;
    }

    CatchUp<E> catchUp() {
        return catchUp;
    }

    boolean isLagging() {
        return state == State.LAGGING;
    }

    /** A live member that could not take a piece: it continues there. Called by its audience, which has removed it. */
    void lag(Position at, long nextPiece) {
        become(State.LAGGING);
        catchUp.begin(at, nextPiece);
    }

    /** The catch-up has reached the tip. */
    void live(Audience<E> current) {
        become(State.LIVE);
        current.addLive(this);
    }

    /** Hands the bytes to the connection; one that throws costs its own session alone. */
    void write(E encoded) {
        try {
            outlet.write(encoded);
        } catch (RuntimeException defect) {
            LOG.error("a connection failed while it was written to; its session is given up", defect);
            breakOff("the connection could not be written to");
        }
    }

    /** Gives the session up: it cannot go on without a hole, or asks for too much. */
    void breakOff(String reason) {
        end(State.BROKEN);
        outlet.onBroken(reason);
    }

    private void enter() {
        shard.loop().check();
        if (catchUp.isPumping() || shard.isDelivering()) {
            throw new IllegalStateException("an outlet subscribes from inside a write of the hub");
        }
        shard.drain();
    }

    private void hold(Position at) {
        catchUp.cancel();
        catchUp.begin(at, -1);
        become(State.HELD);
    }

    private void leaveAudience() {
        stopBeingLive();
        Audience<E> left = audience;
        if (left != null) {
            become(State.IDLE);
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
            catchUp.leave(current.log());
        }
    }

    private void end(State last) {
        leaveAudience();
        catchUp.cancel();
        catchUp.replays().forget();
        become(last);
    }

    private boolean isOver() {
        return state == State.BROKEN || state == State.CLOSED;
    }

    private void become(State next) {
        int change = (next == State.LAGGING ? 1 : 0) - (state == State.LAGGING ? 1 : 0);
        state = next;
        Audience<E> current = audience;
        if (change != 0 && current != null) {
            shard.figures().lagging(change);
            current.lagging(change);
        }
    }
}
