package dev.herald.access;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may see and do, and until when: a checked token as a value. A server without keys is open, on loopback
 * only, and grants everything.
 *
 * <p>Reading needs the project in the token, whatever room the event is heard in: a room never shows an event of a
 * project that the token does not name. Any thread.
 *
 * @param subject who, as the token's {@code sub} says; {@code anonymous} where the server is open
 * @param roles what it may do beside reading
 * @param reach what it may read
 * @param agentId the agent that it speaks for, or null
 * @param expiresEpochMillis when it ends, {@link #NEVER} for an open server
 */
public record Grant(
        String subject,
        Set<Role> roles,
        Reach reach,
        @Nullable String agentId,
        long expiresEpochMillis) {
    /** An end that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Everything, for anybody who can reach the loopback address. */
    public static final Grant OPEN = new Grant("anonymous", EnumSet.allOf(Role.class), Reach.ALL, null, NEVER);

    /** Nothing: for a caller that has not shown a token. */
    public static final Grant NONE = new Grant("", Set.of(), new Reach(false, Set.of(), false, Set.of()), null, NEVER);

    public Grant {
        roles = Set.copyOf(roles);
    }

    /** Whether this is the open server's, which grants every room to everybody. */
    private boolean isOpen() {
        return this == OPEN;
    }

    /** Whether somebody has been named at all. */
    public boolean isAuthenticated() {
        return !subject.isEmpty();
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    public boolean mayPublish() {
        return Publishing.isAllowed(roles);
    }

    public boolean mayRead(@Nullable ProjectId project) {
        return isAuthenticated() && reach.covers(project);
    }

    public boolean mayRead(Event event) {
        return isAuthenticated() && reach.covers(event);
    }

    /** Whether the room may be joined. */
    public boolean mayHear(Room room) {
        return isOpen()
                || isAuthenticated()
                        && switch (room.kind()) {
                            case GLOBAL, AGENT -> true;
                            case USER -> room.id().equals(subject);
                            case PROJECT -> reach.covers(new ProjectId(room.id()));
                        };
    }

    /** Why the event may not be published; empty when it may. */
    public Optional<String> refusalToPublish(Draft draft) {
        return Publishing.refusal(roles, reach, agentId, draft);
    }

    /**
     * A name of the caller's choosing, such as an idempotency key, kept apart from the same name of another principal's:
     * nobody's event is taken for somebody else's retry.
     */
    public String scoped(String name) {
        return isOpen() ? name : subject + "\n" + name;
    }

    /** The room of the caller's own; empty where the subject cannot name a room. */
    public Optional<Room> ownRoom() {
        return Room.isId(subject) ? Optional.of(Room.user(subject)) : Optional.empty();
    }
}
