package dev.herald.hub;

import dev.herald.event.Position;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A shard's cursor. Runs on its loop; every method that a connection calls checks it.
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
final class ShardCursor<E extends Encoded> implements Cursor<E>, CatchUp.Follower<E> {
    private enum State {
        IDLE,
        HELD,
        LAGGING,
        LIVE,
        BROKEN,
        CLOSED
    }

    private final Delivery delivery;
    private final Outlet<E> outlet;
    private final CatchUp<E> catchUp;
    private State state = State.IDLE;
    private @Nullable Audience<E> audience;
    private int slot = -1;

    ShardCursor(Delivery delivery, Outlet<E> outlet) {
        this.delivery = delivery;
        this.outlet = outlet;
        catchUp = new CatchUp<>(this, delivery);
    }

    @Override
    public void onSeek(Position after, Consumer<Resume> known) {
        enter();
        delivery.seek(after, new Delivery.Seeking() {
            @Override
            public void onKnown(Resume resume) {
                if (!isOver()) {
                    tell(known, resume);
                }
            }

            @Override
            public void onUnknown(String reason) {
                breakOff(reason);
            }
        });
    }

    /** Others may have asked for the same: what goes wrong here costs them nothing. */
    private void tell(Consumer<Resume> known, Resume resume) {
        try {
            known.accept(resume);
        } catch (RuntimeException | Error defect) {
            delivery.defects().tell("a session failed when it was told where to go on, and is given up", defect);
            breakOff("the session could not go on");
        }
    }

    @Override
    public Resume onSubscribe(Subscription subscription, Dialect<E> dialect, @Nullable Resume found) {
        enter();
        Position here = state == State.IDLE ? delivery.tip() : position();
        Resume resume = found == null ? new Resume(true, here, delivery.oldest()) : found;
        if (isOver()) {
            return resume;
        }
        Subscription before = leaveAudience();
        Audience<E> joined = delivery.audiences().of(subscription, dialect);
        joined.join();
        delivery.presence().change(before, subscription);
        audience = joined;
        hold(resume.from());
        return resume;
    }

    @Override
    public void onReplay(Resume found, LongConsumer done) {
        enter();
        if (isOver()) {
            return;
        }
        Replays replays = catchUp.replays();
        if (replays.size() >= delivery.limits().replaysPendingMax()) {
            breakOff("more than " + delivery.limits().replaysPendingMax() + " replays asked for and not yet received");
            return;
        }
        replays.add(delivery.tip(), done);
        if (audience != null) {
            stopBeingLive();
            hold(found.from());
        }
        catchUp.later(this::onRelease);
    }

    @Override
    public void onRelease() {
        delivery.loop().check();
        if (state == State.HELD) {
            become(State.LAGGING);
            catchUp.pump();
        } else if (state == State.IDLE) {
            catchUp.replays().finishAll();
        }
    }

    @Override
    public void onUnsubscribe() {
        delivery.loop().check();
        if (isOver()) {
            return;
        }
        delivery.presence().change(leaveAudience(), null);
        catchUp.cancel();
        become(State.IDLE);
        catchUp.replays().finishAll();
    }

    @Override
    public void onWritable() {
        delivery.loop().check();
        catchUp.pump();
    }

    @Override
    public void onClose() {
        delivery.loop().check();
        if (state != State.CLOSED) {
            end(State.CLOSED);
            delivery.figures().connection(-1);
        }
    }

    @Override
    public Optional<Subscription> subscription() {
        return Optional.ofNullable(audience).map(Audience::subscription);
    }

    @Override
    public Position position() {
        return state == State.LIVE || state == State.IDLE ? delivery.tip() : catchUp.position();
    }

    @Override
    public @Nullable Audience<E> audience() {
        return audience;
    }

    @Override
    public boolean isLagging() {
        return state == State.LAGGING;
    }

    /** One that cannot even be asked takes nothing, and ends when this turn is over. */
    @Override
    public boolean isWritable() {
        try {
            return outlet.isWritable();
        } catch (RuntimeException | Error defect) {
            delivery.defects().tell("a connection failed when it was asked for room; its session is given up", defect);
            delivery.loop().post(() -> breakOff("the connection could not be written to"));
            return false;
        }
    }

    @Override
    public void lag(Position at, long nextPiece) {
        become(State.LAGGING);
        catchUp.begin(at, nextPiece);
    }

    @Override
    public void live(Audience<E> current) {
        become(State.LIVE);
        current.addLive(this);
    }

    @Override
    public void pump() {
        catchUp.pump();
    }

    @Override
    public void write(E encoded) {
        try {
            outlet.write(encoded);
        } catch (RuntimeException | Error defect) {
            delivery.defects().tell("a connection failed while it was written to; its session is given up", defect);
            breakOff("the connection could not be written to");
        }
    }

    @Override
    public void gap(Position requested, Position oldestAvailable) {
        outlet.onGap(requested, oldestAvailable);
    }

    @Override
    public void breakOff(String reason) {
        if (isOver()) {
            return;
        }
        try {
            end(State.BROKEN);
        } catch (RuntimeException | Error defect) {
            state = State.BROKEN;
            delivery.defects().tell("a session could not be ended cleanly", defect);
        }
        try {
            outlet.onBroken(reason);
        } catch (RuntimeException | Error defect) {
            delivery.defects().tell("a connection failed while its session was given up", defect);
        }
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int next) {
        slot = next;
    }

    private void enter() {
        delivery.loop().check();
        if (catchUp.isPumping() || delivery.isDelivering()) {
            throw new IllegalStateException("an outlet subscribes from inside a write of the hub");
        }
        delivery.drain();
    }

    private void hold(Position at) {
        catchUp.cancel();
        catchUp.begin(at, -1);
        become(State.HELD);
    }

    /** Answers what it was subscribed to, which its presence still says. */
    private @Nullable Subscription leaveAudience() {
        stopBeingLive();
        Audience<E> left = audience;
        if (left == null) {
            return null;
        }
        become(State.IDLE);
        audience = null;
        left.leave();
        delivery.audiences().forgetIfEmpty(left);
        return left.subscription();
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
        delivery.presence().change(leaveAudience(), null);
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
            delivery.figures().lagging(change);
            current.lagging(change);
        }
    }
}
