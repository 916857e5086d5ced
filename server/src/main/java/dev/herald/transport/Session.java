package dev.herald.transport;

import dev.herald.event.Position;
import dev.herald.hub.Cursor;
import dev.herald.hub.Resume;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation (PROTOCOL section 2): takes its messages, moves its cursor, answers. Runs on its loop.
 *
 * <p>Answers and events leave through the same peer, so their order is the order in which they were written: a
 * confirmation, then the gap if there is one, then what was missed, then what is live. The session holds no event and no
 * queue; a session without an interest hears nothing.
 */
public final class Session {
    private static final long NANOS = 1_000_000_000L;

    private final SessionRules rules;
    private final UUID id;
    private final Peer peer;
    private final Cursor<WireBytes> cursor;
    private @Nullable Interest interest;
    /** When the message allowance is whole again, in milliseconds and their millionths. */
    private long allowanceNanos;

    private boolean isClosed;

    public Session(SessionRules rules, Peer peer, Cursor<WireBytes> cursor) {
        this.rules = rules;
        this.id = rules.nextId();
        this.peer = peer;
        this.cursor = cursor;
        this.allowanceNanos = Long.MIN_VALUE;
    }

    public UUID id() {
        return id;
    }

    /** What it hears now. */
    public Optional<Interest> interest() {
        return Optional.ofNullable(interest);
    }

    /** Greets a client that will say later what it wants. */
    public void onOpen() {
        peer.say(rules.messages().connectionEstablished(id, rules.settings().heartbeatMillis(), null));
    }

    /** Greets a client that said what it wants, and begins. */
    public void onOpen(Answer.Granted granted) {
        Resume resume = subscribe(granted.interest(), granted.after());
        peer.say(rules.messages().connectionEstablished(id, rules.settings().heartbeatMillis(), granted));
        begin(resume, granted.after());
    }

    /** Changes what the client hears, without an answer on this connection but a gap. */
    public void onChange(Answer.Granted granted) {
        begin(subscribe(granted.interest(), granted.after()), granted.after());
    }

    /** The client said something. */
    public void onMessage(String json) {
        if (isTooFast()) {
            refuse(new Refusal(
                    ErrorCode.RATE_LIMITED,
                    "at most " + rules.settings().messagesPerSecondMax() + " messages a second; try again later"));
            return;
        }
        switch (rules.parser().parse(json)) {
            case Command.Subscribe subscribe -> onSubscribe(subscribe.wish());
            case Command.Unsubscribe unsubscribe -> onUnsubscribe(unsubscribe.eventTypes());
            case Command.Ping() -> peer.say(rules.messages().pong(id));
            case Command.Reconnect(String lastEventId) -> onReconnect(lastEventId);
            case Command.Statistics() -> peer.say(rules.statistics());
            case Command.Authenticate _ ->
                refuse(new Refusal(
                        ErrorCode.AUTH_NOT_CONFIGURED, "this server is open and has no tokens; nothing to present"));
            case Refusal refusal -> refuse(refusal);
        }
    }

    /** The client said something that is no text. */
    public void onBinary() {
        refuse(new Refusal(ErrorCode.BAD_REQUEST, "messages are JSON text, not binary"));
    }

    public void onHeartbeat() {
        peer.say(rules.messages().heartbeat(id));
    }

    /** The hub found a hole on the way. */
    public void onGap(Position requested, Position oldestAvailable) {
        peer.say(rules.messages().gap(requested, oldestAvailable));
    }

    public void onWritable() {
        cursor.onWritable();
    }

    /** Nothing is written after this. May be called again. */
    public void onClose() {
        if (!isClosed) {
            isClosed = true;
            cursor.onClose();
        }
    }

    private void onSubscribe(Wish wish) {
        switch (rules.interests().resolve(wish)) {
            case Answer.Granted granted -> {
                Resume resume = subscribe(granted.interest(), granted.after());
                confirm(granted.unknown(), granted.after() != null ? granted.after() : resume.from(), resume);
                begin(resume, granted.after());
            }
            case Answer.Nothing _ -> throw new IllegalStateException("a wish is for something");
            case Refusal refusal -> refuse(refusal);
        }
    }

    private void onUnsubscribe(List<String> names) {
        switch (rules.interests().without(interest, names)) {
            case Answer.Granted granted -> {
                Resume resume = subscribe(granted.interest(), null);
                confirm(granted.unknown(), resume.from(), resume);
                begin(resume, null);
            }
            case Answer.Nothing nothing -> {
                if (interest != null) {
                    cursor.onUnsubscribe();
                    interest = null;
                }
                peer.say(rules.messages().subscriptionConfirmed(null, nothing.unknown(), null, true));
            }
            case Refusal refusal -> refuse(refusal);
        }
    }

    private void onReconnect(@Nullable String lastEventId) {
        Optional<Position> after = lastEventId == null ? Optional.empty() : Position.parse(lastEventId);
        if (after.isEmpty()) {
            refuse(Interests.invalidEventId(lastEventId == null ? "" : lastEventId));
            return;
        }
        if (interest == null) {
            subscribe(rules.interests().everything(), null);
        }
        Replayed replayed = new Replayed(after.get());
        Resume resume = cursor.onReplay(after.get(), replayed);
        replayed.isComplete = resume.isComplete();
        begin(resume, after.get());
    }

    private Resume subscribe(Interest wanted, @Nullable Position after) {
        interest = wanted;
        return cursor.onSubscribe(wanted.subscription(), peer.dialect(wanted.isAliased()), after);
    }

    private void confirm(List<String> unknown, Position lastEventId, Resume resume) {
        peer.say(rules.messages().subscriptionConfirmed(interest, unknown, lastEventId, resume.isComplete()));
    }

    /** A gap comes before what is left of the missed events, and those before what is live. */
    private void begin(Resume resume, @Nullable Position requested) {
        if (!resume.isComplete()) {
            onGap(requested != null ? requested : resume.from(), resume.oldestAvailable());
        }
        cursor.onRelease();
    }

    private void refuse(Refusal refusal) {
        peer.say(rules.messages().error(refusal));
    }

    /** A bucket of a second's worth, kept as the moment at which it is full again. */
    private boolean isTooFast() {
        int max = rules.settings().messagesPerSecondMax();
        if (max == 0) {
            return false;
        }
        long now = rules.nowMillis() * 1_000_000;
        long full = Math.max(now, allowanceNanos) + NANOS / max;
        if (full - now > NANOS) {
            return true;
        }
        allowanceNanos = full;
        return false;
    }

    /** Confirms a reconnect when its replay is over, which is never before it is released. */
    private final class Replayed implements LongConsumer {
        private final Position requested;
        private boolean isComplete;

        private Replayed(Position requested) {
            this.requested = requested;
        }

        @Override
        public void accept(long count) {
            peer.say(rules.messages().reconnectConfirmed(id, requested, isComplete, count));
        }
    }
}
