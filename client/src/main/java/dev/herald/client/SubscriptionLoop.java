package dev.herald.client;

import dev.herald.event.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription through all its connections. {@link #run} is its thread: connect, subscribe from the newest position
 * heard, hand on what comes, and when the connection is lost wait and begin again. A position counts as heard when the
 * subscriber has returned; what is at or before it is never handed on again, so a connection that dies between two
 * events neither loses nor doubles one.
 *
 * <p>A subscription that asked for nothing past learns from the first confirmation where the server stood, and resumes
 * from there if it is cut before its first event.
 */
final class SubscriptionLoop implements LiveSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionLoop.class);

    /** Makes a connection that resumes after a position. */
    @FunctionalInterface
    interface Opener {
        Link open(Interest interest, @Nullable Position after)
                throws Link.LostException, Link.RefusedException, InterruptedException;
    }

    private final ClientSettings settings;
    private final Opener opener;
    private final RandomGenerator random;
    private final Interest interest;
    private final Subscriber subscriber;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile ConnectionState state = new ConnectionState.Connecting();
    private volatile @Nullable Position position;
    /** After a gap the next position counts even if it is lower: the log may be another one, such as a restored backup. */
    private boolean startsAnew;

    private volatile @Nullable Link link;
    private int lostInARow;
    private boolean wasSubscribed;
    private String authorization = "";

    SubscriptionLoop(
            ClientSettings settings, Opener opener, RandomGenerator random, Interest interest, Subscriber subscriber) {
        this.settings = settings;
        this.opener = opener;
        this.random = random;
        this.interest = interest;
        this.subscriber = subscriber;
        this.position = interest.after();
    }

    /** The subscription's life, on the thread that calls it. */
    void run() {
        try {
            while (!isClosing()) {
                connectOnce();
            }
            onState(new ConnectionState.Closed());
        } catch (Link.RefusedException e) {
            onState(new ConnectionState.Failed(Failures.words(e), e.why()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state = new ConnectionState.Closed();
        } catch (RuntimeException e) {
            // It is the subscriber's: it must not be called again, and its owner must be able to see why.
            LOG.error("A subscription ends since its subscriber failed at {}", position, e);
            state = new ConnectionState.Failed(
                    "the subscriber failed: " + Failures.words(e), ConnectionState.Why.SUBSCRIBER);
        } finally {
            ended.countDown();
        }
    }

    private void connectOnce() throws Link.RefusedException, InterruptedException {
        onState(new ConnectionState.Connecting());
        authorization = current();
        startsAnew = false;
        try (Link open = opener.open(interest, position)) {
            link = open;
            open.start().ifPresent(start -> {
                onNewest(start);
                onSubscribed(open);
            });
            while (!isClosing()) {
                onMessage(open, Wire.message(open.next(settings.silenceMax())));
            }
        } catch (Link.RefusedException e) {
            if (e.why() == ConnectionState.Why.NOT_HERALD && wasSubscribed) {
                // A server that is being replaced may leave its proxy without anything to send this to.
                await(Failures.words(e), Duration.ZERO);
                return;
            }
            // A token may have ended while its successor was already there.
            if (e.why() != ConnectionState.Why.TOKEN_REFUSED || !hasNewToken()) {
                throw e;
            }
            await(Failures.words(e) + "; there is a new token", Duration.ZERO);
        } catch (Link.LostException e) {
            await(Failures.words(e), e.askedDelay());
        } catch (IOException e) {
            await("the server is not understood: " + Failures.words(e), Duration.ZERO);
        } finally {
            link = null;
        }
    }

    private void onMessage(Link open, Message message) throws Link.RefusedException, Link.LostException {
        switch (message) {
            case Message.Event event -> onEvent(event.event());
            case Message.Confirmed confirmed -> {
                Position newest = confirmed.newest();
                onNewest(newest == null ? Position.ORIGIN : newest);
                onSubscribed(open);
            }
            case Message.Gap gap -> {
                startsAnew = true;
                subscriber.onGap(gap.requested(), gap.oldestAvailable());
            }
            case Message.Refused refused -> onRefused(refused);
            case Message.Sign sign -> {
                onSentTo(sign.sentTo());
                if (sign.type().equals("heartbeat")) {
                    open.beat();
                } else if (sign.type().equals("token_expiring") && hasNewToken()) {
                    authorization = current();
                    open.renew(authorization.substring("Bearer ".length()));
                }
            }
        }
    }

    /** Whether there is another token than the one that this connection was made with. */
    private boolean hasNewToken() {
        String now = current();
        return !now.isEmpty() && !now.equals(authorization);
    }

    /** What would be shown to the server now; empty for nothing. */
    private String current() {
        try {
            return settings.authorization().orElse("");
        } catch (IOException noToken) {
            return "";
        }
    }

    private void onEvent(ReceivedEvent event) {
        Position at = event.positionOrNull();
        Position heard = position;
        boolean isRepeated = at != null && heard != null && !startsAnew && !at.isAfter(heard);
        if (isRepeated || isClosing()) {
            return;
        }
        subscriber.onEvent(event);
        if (at != null) {
            position = at;
            startsAnew = false;
        }
    }

    /** What was not for us passed by, and need not be asked for when we come back. */
    private void onSentTo(@Nullable Position sentTo) {
        Position heard = position;
        if (sentTo != null && heard != null && (startsAnew || sentTo.isAfter(heard))) {
            position = sentTo;
        }
    }

    private void onNewest(Position newest) {
        if (position == null) {
            position = newest;
        }
    }

    private void onSubscribed(Link open) {
        lostInARow = 0;
        wasSubscribed = true;
        onState(new ConnectionState.Subscribed(open.transport()));
    }

    /** The only command that can be refused for good is the subscription itself. */
    private void onRefused(Message.Refused refused) throws Link.RefusedException, Link.LostException {
        String said = "the server refused: " + refused.code() + " " + refused.detail();
        if (state instanceof ConnectionState.Subscribed) {
            LOG.warn("On a subscription {}", said);
            return;
        }
        if (refused.code().equals("RATE_LIMITED")) {
            throw new Link.LostException(said);
        }
        throw new Link.RefusedException(
                said,
                switch (refused.code()) {
                    case "AUTH_MISSING", "AUTH_FAILED" -> ConnectionState.Why.TOKEN_REFUSED;
                    case "ROOM_ACCESS_DENIED", "FORBIDDEN" -> ConnectionState.Why.FORBIDDEN;
                    default -> ConnectionState.Why.REFUSED;
                });
    }

    private void await(String reason, Duration asked) throws InterruptedException {
        if (isClosing()) {
            return;
        }
        Duration delay = settings.backoff().before(lostInARow++, random);
        Duration longest = asked.compareTo(delay) > 0 ? asked : delay;
        onState(new ConnectionState.Waiting(reason, longest));
        closing.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void onState(ConnectionState next) {
        state = next;
        subscriber.onState(next);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @Override
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public boolean awaitEnd(Duration max) throws InterruptedException {
        return ended.await(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        Link open = link;
        if (open != null) {
            open.close();
        }
    }
}
