package dev.herald.session;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.access.Verdict;
import dev.herald.event.Position;
import dev.herald.hub.Cursor;
import dev.herald.hub.Encoded;
import dev.herald.hub.Resume;
import dev.herald.hub.Subscription;
import dev.herald.presence.Attendance;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation (PROTOCOL section 2): takes its messages, moves its cursor, answers. Runs on its loop.
 *
 * <p>Answers and events leave through the same peer, so their order is the order in which they were written: a
 * confirmation, then the gap if there is one, then what was missed, then what is live. The session holds no event, and
 * messages only while a position is looked up; a session without an interest hears nothing.
 *
 * @param <E> what events become on its connection
 */
public final class Session<E extends Encoded> {
    /** So many messages, and so many characters of them, wait while a position is looked up. */
    private static final int HELD_BACK_MAX = 64;

    private static final int HELD_BACK_LENGTH_MAX = 1 << 20;

    private final SessionRules rules;
    private final UUID id;
    private final Peer<E> peer;
    private final Cursor<E> cursor;
    private final Caller caller;
    private final long sinceEpochMillis;
    private @Nullable Interest interest;
    private final ArrayDeque<String> heldBack = new ArrayDeque<>(0);
    private int heldBackLength;
    private boolean isSeeking;
    private boolean isClosed;

    /** @param caller who talks */
    public Session(SessionRules rules, Peer<E> peer, Cursor<E> cursor, Caller caller) {
        this.rules = rules;
        this.id = rules.nextId();
        this.peer = peer;
        this.cursor = cursor;
        this.caller = caller;
        this.sinceEpochMillis = rules.epochMillis();
    }

    public UUID id() {
        return id;
    }

    /** What it hears now. */
    public Optional<Interest> interest() {
        return Optional.ofNullable(interest);
    }

    /** Who talks. */
    public Caller caller() {
        return caller;
    }

    /** Greets a client that will say later what it wants. */
    public void onOpen() {
        onCome();
        peer.say(rules.messages().connectionEstablished(id, rules.settings().heartbeatMillis(), null));
    }

    /**
     * Greets a client that said what it wants, and begins.
     *
     * @param unreadable what it gave for an id to resume from, which is none, or null: nobody knows what it missed, so it
     *     is told of a gap, and hears what comes
     */
    public void onOpen(Answer.Granted granted, @Nullable String unreadable) {
        onCome();
        Grant before = caller.grant();
        seek(granted.after(), found -> {
            Resume resume = subscribe(granted.interest(), found);
            peer.say(rules.messages().connectionEstablished(id, rules.settings().heartbeatMillis(), granted));
            if (unreadable != null) {
                peer.say(rules.messages().gap(CommandParser.start(unreadable), resume.oldestAvailable()));
            }
            begin(resume, granted.after(), before);
        });
    }

    /**
     * Changes what the client hears, and under which grant, without an answer on this connection but a gap.
     *
     * @param grant of the same principal
     */
    public void onChange(Answer.Granted granted, Grant grant) {
        caller.become(grant);
        seek(granted.after(), found -> begin(subscribe(granted.interest(), found), granted.after(), grant));
    }

    /** The client said something. */
    public void onMessage(String json) {
        if (!caller.takeMessage().isGranted()) {
            refuse(new Refusal(ErrorCode.RATE_LIMITED, "messages come faster than the limit; try again later"));
            return;
        }
        if (!isSeeking) {
            onCommand(json);
        } else if (heldBack.size() < HELD_BACK_MAX && heldBackLength + json.length() <= HELD_BACK_LENGTH_MAX) {
            heldBack.add(json);
            heldBackLength += json.length();
        } else {
            refuse(new Refusal(
                    ErrorCode.RATE_LIMITED,
                    "the position of a message before this one is still being looked up; try again later"));
        }
    }

    private void onCommand(String json) {
        Command command = rules.parser().parse(json);
        if (!caller.isAuthenticated() && needsToken(command)) {
            refuse(new Refusal(
                    ErrorCode.AUTH_MISSING,
                    "show a token first: {\"type\":\"authenticate\",\"token\":\"…\"}, or ?token= in the address"));
            return;
        }
        switch (command) {
            case Command.Subscribe subscribe -> onSubscribe(subscribe.wish());
            case Command.Unsubscribe unsubscribe -> onUnsubscribe(unsubscribe.eventTypes());
            case Command.Ping() -> peer.say(rules.messages().pong(id));
            case Command.Reconnect(String lastEventId) -> onReconnect(lastEventId);
            case Command.Statistics() -> onStatistics();
            case Command.Authenticate(String token) -> onAuthenticate(token);
            case Refusal refusal -> refuse(refusal);
        }
    }

    private static boolean needsToken(Command command) {
        return switch (command) {
            case Command.Ping _, Command.Authenticate _, Refusal _ -> false;
            case Command.Subscribe _, Command.Unsubscribe _, Command.Reconnect _, Command.Statistics _ -> true;
        };
    }

    /** The client's token did not hold when it came. */
    public void onDenied(Verdict.Denied denied) {
        refuse(refusal(denied));
        peer.end(denied.reason() == Verdict.Reason.EXPIRED ? Ending.EXPIRED : Ending.UNAUTHENTICATED, denied.detail());
    }

    /** Time has passed: a token may end soon, or have ended. */
    public void onTime() {
        switch (caller.due()) {
            case NOTHING -> {}
            case WARNING ->
                peer.say(rules.messages().tokenExpiring(caller.grant().expiresEpochMillis()));
            case EXPIRED -> {
                Audit.tell(Audit.Act.TOKEN_EXPIRED, caller.who(id.toString()), peer.transport());
                peer.end(Ending.EXPIRED, "the token has expired; come back with a new one and resume");
            }
            case UNAUTHENTICATED -> {
                Audit.tell(Audit.Act.REFUSED, caller.who(id.toString()), "no token was shown in time");
                peer.end(Ending.UNAUTHENTICATED, "no token was shown in time");
            }
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
        peer.say(rules.messages().gap(requested.toString(), oldestAvailable));
    }

    public void onWritable() {
        cursor.onWritable();
    }

    /** Nothing is written after this. May be called again. */
    public void onClose() {
        if (!isClosed) {
            isClosed = true;
            cursor.onClose();
            rules.attendance().remove(id);
            Audit.tell(Audit.Act.DISCONNECTED, caller.who(id.toString()), peer.transport());
        }
    }

    private void onCome() {
        Audit.tell(Audit.Act.CONNECTED, caller.who(id.toString()), peer.transport());
        attend();
    }

    /** Tells who is here and what it hears. */
    private void attend() {
        Subscription heard = interest == null ? null : interest.subscription();
        rules.attendance().put(new Attendance.Attendee(id, caller.grant(), peer.transport(), sinceEpochMillis, heard));
    }

    private void onStatistics() {
        if (caller.grant().isAdmin()) {
            peer.say(rules.statistics());
        } else {
            refuse(new Refusal(ErrorCode.FORBIDDEN, "statistics need the role admin"));
        }
    }

    private void onAuthenticate(@Nullable String token) {
        if (rules.authenticator().isOpen()) {
            refuse(new Refusal(
                    ErrorCode.AUTH_NOT_CONFIGURED, "this server is open and has no tokens; nothing to present"));
            return;
        }
        rules.entrance().check(token, caller.address(), peer.loop(), verdict -> {
            if (!isClosed) {
                onVerdict(verdict);
            }
        });
    }

    private void onVerdict(Verdict verdict) {
        switch (verdict) {
            case Verdict.Denied denied -> refuse(refusal(denied));
            case Verdict.Accepted(Grant grant) -> {
                if (caller.mayBecome(grant)) {
                    onGrant(grant);
                } else {
                    Audit.tell(Audit.Act.REFUSED, caller.who(id.toString()), "a token of another principal");
                    refuse(new Refusal(
                            ErrorCode.AUTH_FAILED,
                            "the token is another principal's; a session keeps the one that it began with"));
                }
            }
        }
    }

    /** Another token holds from now on: what it does not allow any more is heard no more. */
    public void onGrant(Grant grant) {
        boolean isReplaced = caller.isAuthenticated();
        caller.become(grant);
        Audit.tell(
                isReplaced ? Audit.Act.TOKEN_REPLACED : Audit.Act.CONNECTED,
                caller.who(id.toString()),
                peer.transport());
        peer.say(rules.messages().authenticated(grant.subject(), grant.expiresEpochMillis()));
        Interest before = interest;
        if (before != null) {
            narrow(before, grant);
        }
        attend();
    }

    private void narrow(Interest before, Grant grant) {
        switch (rules.interests().within(before, grant)) {
            case Answer.Granted granted when granted.interest().equals(before) -> {}
            case Answer.Granted granted -> {
                boolean isNoticed = !granted.interest().roomNames().equals(before.roomNames())
                        || !Objects.equals(granted.interest().project(), before.project())
                        || !granted.interest().typeNames().equals(before.typeNames());
                Resume resume = subscribe(granted.interest(), null);
                if (isNoticed) {
                    confirm(Messages.NoEffect.NONE, resume.from(), resume);
                }
                begin(resume, null, grant);
            }
            case Answer.Nothing _ -> {
                hearNothing();
                peer.say(rules.messages().subscriptionConfirmed(null, Messages.NoEffect.NONE, null, true));
            }
            case Refusal refusal -> throw new IllegalStateException("narrowing is not refused: " + refusal.code());
        }
    }

    private void hearNothing() {
        if (interest != null) {
            cursor.onUnsubscribe();
            interest = null;
            attend();
        }
    }

    private static Refusal refusal(Verdict.Denied denied) {
        return new Refusal(Entrance.code(denied), denied.detail());
    }

    private void onSubscribe(Wish wish) {
        switch (rules.interests().resolve(wish, caller.grant())) {
            case Answer.Granted granted -> {
                Grant before = caller.grant();
                seek(granted.after(), found -> {
                    Resume resume = subscribe(granted.interest(), found);
                    confirm(noEffect(granted), granted.after() != null ? granted.after() : resume.from(), resume);
                    begin(resume, granted.after(), before);
                });
            }
            case Answer.Nothing _ -> throw new IllegalStateException("a wish is for something");
            case Refusal refusal -> refuse(refusal);
        }
    }

    private void onUnsubscribe(List<String> names) {
        switch (rules.interests().without(interest, names)) {
            case Answer.Granted granted -> {
                Resume resume = subscribe(granted.interest(), null);
                confirm(noEffect(granted), resume.from(), resume);
                begin(resume, null, caller.grant());
            }
            case Answer.Nothing nothing -> {
                hearNothing();
                peer.say(rules.messages()
                        .subscriptionConfirmed(null, new Messages.NoEffect(nothing.unknown(), List.of()), null, true));
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
        seek(after.get(), found -> {
            if (interest == null) {
                subscribe(rules.interests().everything(caller.grant().reach()), null);
            }
            Resume resume = Objects.requireNonNull(found);
            cursor.onReplay(resume, new Replayed(after.get(), resume.isComplete()));
            begin(resume, after.get(), caller.grant());
        });
    }

    /**
     * Finds out how to go on from the position; null to go on from where the session is. What the client says meanwhile
     * is held back, so that answers come in the order of what they answer.
     */
    private void seek(@Nullable Position after, Consumer<@Nullable Resume> then) {
        if (after == null) {
            then.accept(null);
            return;
        }
        isSeeking = true;
        cursor.onSeek(after, found -> {
            if (isClosed) {
                return;
            }
            isSeeking = false;
            then.accept(found);
            while (!isSeeking && !isClosed && !heldBack.isEmpty()) {
                String next = heldBack.remove();
                heldBackLength -= next.length();
                onCommand(next);
            }
        });
    }

    private Resume subscribe(Interest wanted, @Nullable Resume found) {
        interest = wanted;
        attend();
        return cursor.onSubscribe(wanted.subscription(), peer.dialect(wanted.isAliased()), found);
    }

    private void confirm(Messages.NoEffect names, Position lastEventId, Resume resume) {
        peer.say(rules.messages().subscriptionConfirmed(interest, names, lastEventId, resume.isComplete()));
    }

    private static Messages.NoEffect noEffect(Answer.Granted granted) {
        return new Messages.NoEffect(granted.unknown(), granted.denied());
    }

    /**
     * A gap comes before what is left of the missed events, and those before what is live.
     *
     * @param before what the client was allowed when it asked; the token may have been replaced since
     */
    private void begin(Resume resume, @Nullable Position requested, Grant before) {
        if (!resume.isComplete()) {
            onGap(requested != null ? requested : resume.from(), resume.oldestAvailable());
        }
        Interest wanted = interest;
        if (wanted != null && !before.equals(caller.grant())) {
            narrow(wanted, caller.grant());
        }
        cursor.onRelease();
    }

    private void refuse(Refusal refusal) {
        peer.say(rules.messages().error(refusal));
    }

    /** Confirms a reconnect when its replay is over, which is never before it is released. */
    private final class Replayed implements LongConsumer {
        private final Position requested;
        private final boolean isComplete;

        private Replayed(Position requested, boolean isComplete) {
            this.requested = requested;
            this.isComplete = isComplete;
        }

        @Override
        public void accept(long count) {
            peer.say(rules.messages().reconnectConfirmed(id, requested, isComplete, count));
        }
    }
}
