package dev.herald.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A thing of which the journal remembers the last event, so that a change can be made only if nobody has made another
 * since: a project, a task, a risk, a layout or a claim.
 *
 * @param kind what it is
 * @param key which of its kind; 1 to {@value #KEY_LENGTH_MAX} characters
 */
public record Versioned(Kind kind, String key) {
    /** A project's id, a slash, and the longest id that a field may have. */
    public static final int KEY_LENGTH_MAX = 128 + 1 + 256;

    public enum Kind {
        PROJECT,
        TASK,
        RISK,
        LAYOUT,
        CLAIM
    }

    public Versioned {
        if (key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException("a key has 1 to " + KEY_LENGTH_MAX + " characters, not " + key.length());
        }
    }

    public static Versioned project(ProjectId project) {
        return new Versioned(Kind.PROJECT, project.value());
    }

    public static Versioned task(ProjectId project, String id) {
        return new Versioned(Kind.TASK, project.value() + "/" + id);
    }

    public static Versioned risk(ProjectId project, String id) {
        return new Versioned(Kind.RISK, project.value() + "/" + id);
    }

    public static Versioned layout(String owner) {
        return new Versioned(Kind.LAYOUT, owner);
    }

    public static Versioned claim(String id) {
        return new Versioned(Kind.CLAIM, id);
    }

    /** What an event of this type with these data changes; null for what has no versions. */
    static @Nullable Versioned of(EventType type, @Nullable ProjectId project, Facts facts) {
        if (!(type instanceof KnownType known)) {
            return null;
        }
        return switch (known.family()) {
            case TASKS -> within(Kind.TASK, project, facts.reference("task_id"));
            case RISK -> within(Kind.RISK, project, facts.text("risk_id"));
            case PROJECTS -> project == null ? null : project(project);
            case AGENTS -> {
                boolean isClaim = known == KnownType.AGENT_CLAIMED || known == KnownType.AGENT_RELEASED;
                yield isClaim ? ifShort(Kind.CLAIM, facts.text("claim_id")) : null;
            }
            case FILES,
                    GIT,
                    AUTO_COMMIT,
                    PROGRESS,
                    SYSTEM,
                    WORKFLOWS,
                    PULL_REQUESTS,
                    ISSUES,
                    DEPLOYMENTS,
                    QUALITY,
                    AI -> null;
        };
    }

    private static @Nullable Versioned within(Kind kind, @Nullable ProjectId project, @Nullable String id) {
        return project == null || id == null || id.isEmpty() ? null : ifShort(kind, project.value() + "/" + id);
    }

    /** What an older version has kept may be longer than the door lets in now. */
    private static @Nullable Versioned ifShort(Kind kind, @Nullable String key) {
        return key == null || key.isEmpty() || key.length() > KEY_LENGTH_MAX ? null : new Versioned(kind, key);
    }

    /** Such as {@code task:my-project/T-1}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + key;
    }
}
