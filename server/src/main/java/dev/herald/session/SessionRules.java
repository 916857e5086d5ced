package dev.herald.session;

import dev.herald.access.Authenticator;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.loop.Clock;
import dev.herald.presence.Attendance;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What all sessions of the server share: limits, words and the count of those that are open. Any thread.
 */
public final class SessionRules {
    private final SessionSettings settings;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final Supplier<byte[]> statistics;
    private final Authenticator authenticator;
    private final RateLimits limits;
    private final Messages messages;
    private final Interests interests;
    private final Entrance entrance;
    private final Attendance attendance = new Attendance();
    private final CommandParser parser;
    private final RoomTotal rooms;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();

    /** Of an open server without limits. */
    public SessionRules(SessionSettings settings, Clock clock, Supplier<UUID> ids, Supplier<byte[]> statistics) {
        this(settings, clock, ids, statistics, Authenticator.OPEN, RateLimits.OFF);
    }

    /**
     * @param ids unguessable
     * @param statistics a JSON object, the figures of PROTOCOL section 7; called on loops, so it must not block
     */
    public SessionRules(
            SessionSettings settings,
            Clock clock,
            Supplier<UUID> ids,
            Supplier<byte[]> statistics,
            Authenticator authenticator,
            RateLimits limits) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
        this.statistics = statistics;
        this.messages = new Messages(clock);
        this.interests = new Interests(settings);
        this.parser = new CommandParser(settings);
        this.rooms = new RoomTotal(settings.roomsTotalMax());
        this.entrance = new Entrance(authenticator, limits);
    }

    public SessionSettings settings() {
        return settings;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public RateLimits limits() {
        return limits;
    }

    public Entrance entrance() {
        return entrance;
    }

    /** Who is here. */
    public Attendance attendance() {
        return attendance;
    }

    public Messages messages() {
        return messages;
    }

    public Interests interests() {
        return interests;
    }

    /** What all sessions name. */
    RoomTotal rooms() {
        return rooms;
    }

    /** Whether so many more rooms may be named, all sessions together. */
    public boolean mayNameRooms(int more) {
        return rooms.has(more);
    }

    /** A session names so many more rooms, or fewer. */
    public void nameRooms(int by) {
        rooms.change(by);
    }

    /** What the wish of a session that names no room yet comes to: what is granted, or the refusal. */
    public Answer answer(Wish wish, Grant grant) {
        Answer answer = interests.resolve(wish, grant);
        boolean isTooMuch = answer instanceof Answer.Granted granted
                && !rooms.has(granted.interest().roomNames().size());
        return isTooMuch ? Refusal.NO_MORE_ROOMS : answer;
    }

    /** The same, of a wish as the body of a request has it. */
    public Answer answer(String json, Grant grant) {
        return switch (parser.parseWish(json)) {
            case Command.Subscribe(Wish wish) -> answer(wish, grant);
            case Refusal refusal -> refusal;
            case Command.Unsubscribe _,
                    Command.Ping _,
                    Command.Reconnect _,
                    Command.Statistics _,
                    Command.Authenticate _ -> throw new IllegalStateException("a wish is a subscription");
        };
    }

    public CommandParser parser() {
        return parser;
    }

    /** Sessions open now, all transports together. */
    public int open() {
        return open.get();
    }

    /** Sessions since the start. */
    public long total() {
        return total.get();
    }

    public Clock clock() {
        return clock;
    }

    /** For durations, in milliseconds; never goes back. */
    public long nowMillis() {
        return clock.nanos() / 1_000_000;
    }

    /** The moment, for tokens' ends. */
    public long epochMillis() {
        return clock.epochMillis();
    }

    /** Takes a place for a session; false when there is none, and then nothing was taken. */
    public boolean admit() {
        if (open.incrementAndGet() > settings.sessionsMax()) {
            open.decrementAndGet();
            return false;
        }
        total.incrementAndGet();
        return true;
    }

    /** Whether there is no place for a session now. */
    public boolean isFull() {
        return open.get() >= settings.sessionsMax();
    }

    /** Gives the place of a session back. */
    public void dismiss() {
        open.decrementAndGet();
    }

    public UUID nextId() {
        return ids.get();
    }

    byte[] statistics() {
        return messages.statistics(statistics.get());
    }
}
