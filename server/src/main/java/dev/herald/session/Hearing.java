package dev.herald.session;

import dev.herald.access.Grant;
import dev.herald.event.Position;
import dev.herald.hub.Cursor;
import dev.herald.hub.Encoded;
import dev.herald.hub.Resume;
import dev.herald.hub.Subscription;
import dev.herald.presence.Attendance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client hears and from where: its interest, and how its cursor is moved (PROTOCOL section 2, "Resume"). Runs on
 * its loop.
 *
 * <p>Where a position has to be looked up, nothing else may move the cursor until it is found: {@link #isSeeking}.
 *
 * @param <E> what events become on its connection
 */
final class Hearing<E extends Encoded> {
    private final Conversation<E> conversation;
    private final SessionRules rules;
    private final UUID id;
    private final Peer<E> peer;
    private final Cursor<E> cursor;
    private final Caller caller;
    private final long sinceEpochMillis;
    private @Nullable Interest interest;
    private final Runnable whenFound;
    private boolean isSeeking;
    private boolean isClosed;

    /** @param whenFound runs when a position has been looked up and what waited for it is done */
    Hearing(Conversation<E> conversation, Cursor<E> cursor, Runnable whenFound) {
        this.conversation = conversation;
        this.rules = conversation.rules();
        this.id = conversation.id();
        this.peer = conversation.peer();
        this.caller = conversation.caller();
        this.cursor = cursor;
        this.whenFound = whenFound;
        this.sinceEpochMillis = rules.epochMillis();
    }

    Optional<Interest> interest() {
        return Optional.ofNullable(interest);
    }

    /** Whether a position is being looked up. */
    boolean isSeeking() {
        return isSeeking;
    }

    /**
     * Everything that the session may see up to here has been sent to it. Null for one that hears nothing yet, or has
     * asked for what it missed: from where, is its own knowledge.
     */
    @Nullable
    Position sentTo() {
        return interest == null || isSeeking ? null : cursor.position();
    }

    /**
     * Greets a client that said what it wants, and begins.
     *
     * @param unreadable what it gave for an id to resume from, which is none, or null: nobody knows what it missed, so it
     *     is told of a gap, and hears what comes
     */
    void onOpen(Answer.Granted granted, @Nullable String unreadable) {
        peer.loop().check();
        Grant before = caller.grant();
        seek(granted.after(), found -> {
            Resume resume = subscribe(granted.interest(), found);
            peer.say(rules.messages().connectionEstablished(id, rules.settings().heartbeatMillis(), granted));
            if (unreadable != null) {
                peer.say(rules.messages().gap(Quoted.start(unreadable), resume.oldestAvailable()));
            }
            begin(resume, granted.after(), before);
        });
    }

    /**
     * Changes what the client hears, and under which grant, without an answer on this connection but a gap.
     *
     * @param grant of the same principal
     */
    void onChange(Answer.Granted granted, Grant grant) {
        peer.loop().check();
        caller.become(grant);
        seek(granted.after(), found -> begin(subscribe(granted.interest(), found), granted.after(), grant));
    }

    /** Tells who is here and what it hears. */
    void attend() {
        Subscription heard = interest == null ? null : interest.subscription();
        rules.attendance().put(new Attendance.Attendee(id, caller.grant(), peer.transport(), sinceEpochMillis, heard));
    }

    /** The token has been replaced: what the grant does not allow is heard no more. */
    void narrow(Grant grant) {
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
                    confirm(NoEffect.NONE, resume.from(), resume);
                }
                begin(resume, null, grant);
            }
            case Answer.Nothing _ -> {
                hearNothing();
                peer.say(rules.messages().subscriptionConfirmed(null, NoEffect.NONE, null, true));
            }
            case Refusal refusal -> throw new IllegalStateException("narrowing is not refused: " + refusal.code());
        }
    }

    private void hearNothing() {
        if (interest != null) {
            cursor.onUnsubscribe();
            hold(null);
            attend();
        }
    }

    void onSubscribe(Wish wish) {
        peer.loop().check();
        switch (rules.interests().resolve(wish, caller.grant())) {
            case Answer.Granted granted when !hasRoom(granted) -> conversation.refuse(Refusal.NO_MORE_ROOMS);
            case Answer.Granted granted -> {
                Grant before = caller.grant();
                seek(granted.after(), found -> {
                    Resume resume = subscribe(granted.interest(), found);
                    confirm(noEffect(granted), granted.after() != null ? granted.after() : resume.from(), resume);
                    begin(resume, granted.after(), before);
                });
            }
            case Answer.Nothing _ -> throw new IllegalStateException("a wish is for something");
            case Refusal refusal -> conversation.refuse(refusal);
        }
    }

    void onUnsubscribe(List<String> names) {
        peer.loop().check();
        switch (rules.interests().without(interest, names)) {
            case Answer.Granted granted -> {
                Resume resume = subscribe(granted.interest(), null);
                confirm(noEffect(granted), resume.from(), resume);
                begin(resume, null, caller.grant());
            }
            case Answer.Nothing nothing -> {
                hearNothing();
                peer.say(rules.messages()
                        .subscriptionConfirmed(null, new NoEffect(nothing.unknown(), List.of()), null, true));
            }
            case Refusal refusal -> conversation.refuse(refusal);
        }
    }

    void onReconnect(@Nullable String lastEventId) {
        peer.loop().check();
        Optional<Position> after = lastEventId == null ? Optional.empty() : Position.parse(lastEventId);
        if (after.isEmpty()) {
            conversation.refuse(Interests.invalidEventId(lastEventId == null ? "" : lastEventId));
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
     * Finds out how to go on from the position; null to go on from where the session is.
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
            whenFound.run();
        });
    }

    private Resume subscribe(Interest wanted, @Nullable Resume found) {
        hold(wanted);
        attend();
        return cursor.onSubscribe(wanted.subscription(), peer.dialect(wanted.isAliased()), found);
    }

    private void confirm(NoEffect names, Position lastEventId, Resume resume) {
        peer.say(rules.messages().subscriptionConfirmed(interest, names, lastEventId, resume.isComplete()));
    }

    private static NoEffect noEffect(Answer.Granted granted) {
        return new NoEffect(granted.unknown(), granted.denied());
    }

    /**
     * A gap comes before what is left of the missed events, and those before what is live.
     *
     * @param before what the client was allowed when it asked; the token may have been replaced since
     */
    private void begin(Resume resume, @Nullable Position requested, Grant before) {
        if (!resume.isComplete()) {
            Position from = requested != null ? requested : resume.from();
            peer.say(rules.messages().gap(from.toString(), resume.oldestAvailable()));
        }
        Interest wanted = interest;
        if (wanted != null && !before.equals(caller.grant())) {
            narrow(wanted, caller.grant());
        }
        cursor.onRelease();
    }

    /** Whether the rooms that it names may be named. */
    private boolean hasRoom(Answer.Granted granted) {
        return rules.rooms().has(granted.interest().roomNames().size() - named(interest));
    }

    private void hold(@Nullable Interest next) {
        rules.rooms().change(named(next) - named(interest));
        interest = next;
    }

    private static int named(@Nullable Interest of) {
        return of == null ? 0 : of.roomNames().size();
    }

    /** The client is gone. */
    void onClose() {
        peer.loop().check();
        isClosed = true;
        hold(null);
        cursor.onClose();
        rules.attendance().remove(id);
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
