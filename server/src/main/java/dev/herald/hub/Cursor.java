package dev.herald.hub;

import dev.herald.event.Position;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection: a position in the journal and a subscription. Runs on its loop; every method checks it.
 *
 * @param <E> what its outlet writes
 */
public interface Cursor<E extends Encoded> {
    /**
     * Finds out how to continue from a position that the session asks for, to be given to {@link #onSubscribe} or
     * {@link #onReplay}. What the session hears goes on meanwhile.
     *
     * @param known told on the loop: at once where memory tells, else after a read of the journal. Never after
     *     {@link #onClose}, nor when the session is broken, nor when the server stops before
     */
    void onSeek(Position after, Consumer<Resume> known);

    /**
     * Subscribes, in place of what was before. Nothing is sent until {@link #onRelease}, so that the session can confirm
     * first.
     *
     * @param found continue as {@link #onSeek} has found; null to continue from where the session is, which for the first
     *     subscription, and after {@link #onUnsubscribe}, is the tip
     */
    Resume onSubscribe(Subscription subscription, Dialect<E> dialect, @Nullable Resume found);

    /**
     * Goes back (or forward) as {@link #onSeek} has found, with the subscription there is. Nothing is sent until
     * {@link #onRelease}, which follows by itself when the caller's turn on the loop is over.
     *
     * @param done told how many events were replayed, exactly when all that was committed at this call is written and
     *     before any later event is; at once when released without a subscription; at the point reached when the session
     *     unsubscribes; never after {@link #onClose}. A session that has more replays pending than
     *     {@link HubLimits#replaysPendingMax} is broken.
     */
    void onReplay(Resume found, LongConsumer done);

    /** What was held by {@link #onSubscribe} or {@link #onReplay} may be sent. */
    void onRelease();

    /** Nothing more is sent until the next {@link #onSubscribe}. */
    void onUnsubscribe();

    /** The outlet takes more again. */
    void onWritable();

    /** The connection is gone. May come twice. */
    void onClose();

    /** What the session is subscribed to. */
    Optional<Subscription> subscription();

    /** Everything of the subscription up to here was handed to the outlet. */
    Position position();
}
