package dev.herald.session;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.access.Verdict;
import dev.herald.event.Position;
import dev.herald.hub.Cursor;
import dev.herald.hub.Encoded;
import java.util.Optional;
import java.util.UUID;
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
    private final SessionRules rules;
    private final UUID id;
    private final Peer<E> peer;
    private final Cursor<E> cursor;
    private final Caller caller;
    private final Conversation<E> conversation;
    private final Hearing<E> hearing;
    private final HeldBack heldBack = new HeldBack();
    private boolean isClosed;

    /** @param caller who talks */
    public Session(SessionRules rules, Peer<E> peer, Cursor<E> cursor, Caller caller) {
        this.rules = rules;
        this.id = rules.nextId();
        this.peer = peer;
        this.cursor = cursor;
        this.caller = caller;
        this.conversation = new Conversation<>(rules, id, peer, caller);
        this.hearing = new Hearing<>(conversation, cursor, this::onFound);
    }

    public UUID id() {
        return id;
    }

    /** What it hears now. */
    public Optional<Interest> interest() {
        return hearing.interest();
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
        hearing.onOpen(granted, unreadable);
    }

    /**
     * Changes what the client hears, and under which grant, without an answer on this connection but a gap.
     *
     * @param grant of the same principal
     */
    public void onChange(Answer.Granted granted, Grant grant) {
        peer.loop().check();
        hearing.onChange(granted, grant);
    }

    /** The client said something. */
    public void onMessage(String json) {
        peer.loop().check();
        if (!caller.takeMessage().isGranted()) {
            refuse(new Refusal(ErrorCode.RATE_LIMITED, "messages come faster than the limit; try again later"));
            return;
        }
        if (!hearing.isSeeking()) {
            obey(json);
        } else if (!heldBack.add(json)) {
            refuse(new Refusal(
                    ErrorCode.RATE_LIMITED,
                    "the position of a message before this one is still being looked up; try again later"));
        }
    }

    /** A position has been looked up: what the client said meanwhile has its turn. */
    private void onFound() {
        peer.loop().check();
        while (!hearing.isSeeking() && !isClosed && !heldBack.isEmpty()) {
            String next = heldBack.take();
            if (next != null) {
                obey(next);
            }
        }
    }

    private void obey(String json) {
        Command command = rules.parser().parse(json);
        if (!caller.isAuthenticated() && needsToken(command)) {
            refuse(new Refusal(
                    ErrorCode.AUTH_MISSING,
                    "show a token first: {\"type\":\"authenticate\",\"token\":\"…\"}, or ?token= in the address"));
            return;
        }
        switch (command) {
            case Command.Subscribe subscribe -> hearing.onSubscribe(subscribe.wish());
            case Command.Unsubscribe unsubscribe -> hearing.onUnsubscribe(unsubscribe.eventTypes());
            case Command.Ping() -> peer.say(rules.messages().pong(id, hearing.sentTo()));
            case Command.Reconnect(String lastEventId) -> hearing.onReconnect(lastEventId);
            case Command.Statistics() -> tellStatistics();
            case Command.Authenticate(String token) -> authenticate(token);
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
        peer.loop().check();
        refuse(refusal(denied));
        peer.end(denied.reason() == Verdict.Reason.EXPIRED ? Ending.EXPIRED : Ending.UNAUTHENTICATED, denied.detail());
    }

    /** Time has passed: a token may end soon, or have ended. */
    public void onTime() {
        peer.loop().check();
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
        peer.loop().check();
        refuse(new Refusal(ErrorCode.BAD_REQUEST, "messages are JSON text, not binary"));
    }

    public void onHeartbeat() {
        peer.loop().check();
        Position sentTo = hearing.sentTo();
        peer.beat(rules.messages().heartbeat(id, sentTo), sentTo);
    }

    /** The hub found a hole on the way. */
    public void onGap(Position requested, Position oldestAvailable) {
        peer.loop().check();
        peer.say(rules.messages().gap(requested.toString(), oldestAvailable));
    }

    public void onWritable() {
        peer.loop().check();
        cursor.onWritable();
    }

    /** Nothing is written after this. May be called again. */
    public void onClose() {
        peer.loop().check();
        if (!isClosed) {
            isClosed = true;
            hearing.onClose();
            Audit.tell(Audit.Act.DISCONNECTED, caller.who(id.toString()), peer.transport());
        }
    }

    private void onCome() {
        peer.loop().check();
        Audit.tell(Audit.Act.CONNECTED, caller.who(id.toString()), peer.transport());
        hearing.attend();
    }

    private void tellStatistics() {
        if (caller.grant().isAdmin()) {
            peer.say(rules.statistics());
        } else {
            refuse(new Refusal(ErrorCode.FORBIDDEN, "statistics need the role admin"));
        }
    }

    private void authenticate(@Nullable String token) {
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
        peer.loop().check();
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
        peer.loop().check();
        boolean isReplaced = caller.isAuthenticated();
        caller.become(grant);
        Audit.tell(
                isReplaced ? Audit.Act.TOKEN_REPLACED : Audit.Act.CONNECTED,
                caller.who(id.toString()),
                peer.transport());
        peer.say(rules.messages().authenticated(grant.subject(), grant.expiresEpochMillis()));
        hearing.narrow(grant);
    }

    private static Refusal refusal(Verdict.Denied denied) {
        return new Refusal(Entrance.code(denied), denied.detail());
    }

    private void refuse(Refusal refusal) {
        conversation.refuse(refusal);
    }
}
