package dev.herald.journal;

import dev.herald.event.CustomType;
import dev.herald.event.Draft;
import dev.herald.event.EncodedData;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Drafts for tests. */
public final class Drafts {
    private Drafts() {}

    /** A change of a file with this name in the project {@code demo}. */
    public static Draft file(String name) {
        return of(KnownType.FILE_CHANGE, "demo", "\"file_path\":\"" + name + "\"");
    }

    public static List<Draft> files(int count) {
        return IntStream.range(0, count).mapToObj(i -> file("f" + i)).toList();
    }

    public static Draft keyed(String name, String key) {
        return file(name).withIdempotencyKey(key);
    }

    public static Draft of(EventType type, String project, String members) {
        ProjectId id = new ProjectId(project);
        return new Draft(type, id, Set.of(Room.project(id)), "test", null, null, null, data(members));
    }

    /** Everything that an event can have, none of it the default. */
    public static Draft rich(Position cause) {
        ProjectId id = new ProjectId("demo");
        return new Draft(
                new CustomType("custom.build.done"),
                id,
                Set.of(Room.project(id), Room.user("ann"), Room.agent("a-1"), Room.GLOBAL),
                "sourcé \"quoted\"",
                "subject-1",
                cause,
                "key-rich",
                data("\"n\":1.50,\"text\":\"日本\uD83D\uDE00\""));
    }

    /** An event of no project. */
    public static Draft global() {
        return new Draft(
                KnownType.SYSTEM_STATUS,
                null,
                Set.of(Room.GLOBAL),
                "test",
                null,
                null,
                null,
                data("\"message\":\"m\""));
    }

    /** Data of about so many bytes. */
    public static Draft sized(int bytes) {
        return of(KnownType.COMMIT, "demo", "\"message\":\"" + "x".repeat(bytes) + "\"");
    }

    private static EncodedData data(String members) {
        return new EncodedData(members.getBytes(StandardCharsets.UTF_8), false, false);
    }
}
