package dev.herald.session;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.List;
import java.util.stream.Stream;

/** The names under which events can be asked for (PROTOCOL section 1, "Types"). Any thread. */
public final class TypeNames {
    /** The name under which the three {@code auto_commit_*} types can be asked for. */
    public static final String ALIAS = "auto_commit";

    static final List<EventType> ALIASED =
            List.of(KnownType.AUTO_COMMIT_START, KnownType.AUTO_COMMIT_RESULT, KnownType.AUTO_COMMIT_ERROR);

    /** Beside {@code custom.<name>}. */
    static final List<String> AVAILABLE =
            Stream.concat(KnownType.wireNames().stream(), Stream.of(ALIAS)).toList();

    private TypeNames() {}

    /** Whether the type arrives under {@link #ALIAS} where that was asked for. */
    public static boolean isAliased(EventType type) {
        return ALIASED.contains(type);
    }
}
