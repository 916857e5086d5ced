package dev.herald.client;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription wants to hear (protocol, section 2).
 *
 * @param types wire names or aliases; empty for all
 * @param project only this one and events of none, or null
 * @param rooms only these, or empty
 * @param after everything after this position first; null to begin with what comes next
 * @param conflates whether superseded figures of one subject may be left out while this client lags
 */
public record Interest(
        List<String> types,
        @Nullable ProjectId project,
        List<Room> rooms,
        @Nullable Position after,
        boolean conflates) {
    /** Everything that comes from now on. */
    public static final Interest ALL = new Interest(List.of(), null, List.of(), null, false);

    public Interest {
        types = List.copyOf(types);
        rooms = List.copyOf(rooms);
    }

    public Interest inTypes(List<String> names) {
        return new Interest(names, project, rooms, after, conflates);
    }

    public Interest inProject(@Nullable ProjectId id) {
        return new Interest(types, id, rooms, after, conflates);
    }

    public Interest inRooms(List<Room> some) {
        return new Interest(types, project, some, after, conflates);
    }

    /** From {@link Position#ORIGIN} for all that the log keeps. */
    public Interest after(@Nullable Position position) {
        return new Interest(types, project, rooms, position, conflates);
    }

    public Interest conflating() {
        return new Interest(types, project, rooms, after, true);
    }
}
