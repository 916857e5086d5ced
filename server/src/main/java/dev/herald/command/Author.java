package dev.herald.command;

import dev.herald.access.Grant;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.EventType;
import dev.herald.event.Fault;
import dev.herald.event.Limits;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.event.Versioned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and writes the events of what is done.
 *
 * @param source what the events name as their source
 * @param retry how a repetition of this request is known; null where it is not
 */
public record Author(Grant grant, String source, @Nullable Retry retry) {
    private static final String DATA = "/data";

    /** The user's id, for whom it is told; null where nobody is named, or the name is no id. */
    @Nullable
    String user() {
        return grant.equals(Grant.OPEN)
                ? null
                : grant.ownRoom().map(room -> room.id()).orElse(null);
    }

    /** Whose layouts and other things of their own are meant; empty where there are no users. */
    public static String owner(Grant grant) {
        return grant.equals(Grant.OPEN) ? "" : grant.ownRoom().map(Room::id).orElse("");
    }

    String owner() {
        return owner(grant);
    }

    /** Why an event of this type, or of these data, is not for this caller to tell; null where it is. */
    @Nullable
    Denial denial(Statement sample) {
        return write(sample, null, null, 0) instanceof Page.Refused(Denial.Forbidden forbidden) ? forbidden : null;
    }

    @Nullable
    Denial denial(EventType type, ProjectId project) {
        return denial(new Statement(type, project, Map.of()));
    }

    /** What is written, or why it cannot be. */
    sealed interface Page {
        record Written(Draft draft) implements Page {}

        record Refused(Denial denial) implements Page {}
    }

    /** One event as a decision. */
    Decision tell(String about, Statement statement, Position guard) {
        return decision(about, write(statement, null, guard, 0));
    }

    /** One of something that has versions though its type does not say so, heard in this room alone. */
    Decision tellTo(Room room, String about, Statement statement, Versioned of, Position guard) {
        Page page = write(statement, of, guard, 0);
        return decision(about, page instanceof Page.Written(Draft draft) ? permitted(in(room, draft)) : page);
    }

    private static Draft in(Room room, Draft draft) {
        return new Draft(
                draft.type(),
                draft.project(),
                Set.of(room),
                draft.source(),
                draft.subject(),
                draft.cause(),
                draft.idempotencyKey(),
                draft.data(),
                draft.versioned(),
                draft.guard());
    }

    /** One that is told whatever has come since. */
    Decision tell(String about, Statement statement) {
        return decision(about, write(statement, null, null, 0));
    }

    private static Decision decision(String about, Page page) {
        return switch (page) {
            case Page.Written(Draft draft) -> new Decision.Tell(about, List.of(draft));
            case Page.Refused(Denial denial) -> new Decision.Denied(denial);
        };
    }

    /**
     * Writes one event.
     *
     * @param of what it changes, where its type does not say so
     * @param guard the last event of that; null for none
     * @param place of the event in its request
     */
    Page write(Statement statement, @Nullable Versioned of, @Nullable Position guard, int place) {
        return switch (signed(statement).decode(source)) {
            case Decoded.Ok(Draft draft) ->
                permitted(keyed(of == null ? draft : draft.withVersioned(of), guard, place));
            case Decoded.Invalid(List<Fault> faults) ->
                new Page.Refused(
                        new Denial.Invalid(faults.stream().map(Author::ofBody).toList()));
            case Decoded.Malformed(String detail) -> new Page.Refused(new Denial.Invalid("", detail));
            case Decoded.TooLarge(int bytes) ->
                new Page.Refused(new Denial.TooLarge("this would be an event of " + bytes
                        + " bytes, and one has at most " + Limits.EVENT_BYTES_MAX + ": shorten the texts or lists"));
        };
    }

    private Statement signed(Statement statement) {
        if (retry == null) {
            return statement;
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>(statement.data());
        data.put(Retry.MEMBER, retry.digest());
        return new Statement(statement.type(), statement.project(), statement.rooms(), data);
    }

    /** The same at another place of its request. */
    Draft placed(Draft draft, int place) {
        return retry == null ? draft : draft.withIdempotencyKey(grant.scoped(retry.at(place)));
    }

    private Draft keyed(Draft draft, @Nullable Position guard, int place) {
        Draft guarded = guard == null ? draft : draft.withGuard(guard);
        return retry == null ? guarded : guarded.withIdempotencyKey(grant.scoped(retry.at(place)));
    }

    private Page permitted(Draft draft) {
        Optional<String> refusal = grant.refusalToPublish(draft);
        return refusal.isPresent() ? new Page.Refused(new Denial.Forbidden(refusal.get())) : new Page.Written(draft);
    }

    /** What was asked has no envelope: its members are the event's data. */
    private static Fault ofBody(Fault fault) {
        return fault.pointer().startsWith(DATA)
                ? new Fault(fault.pointer().substring(DATA.length()), fault.detail())
                : fault;
    }
}
