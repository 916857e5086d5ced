package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An issue of a project was created, updated or closed. */
public sealed interface IssueChange extends Payload {
    enum Status {
        OPEN,
        IN_PROGRESS,
        CLOSED,
        BLOCKED
    }

    enum Priority {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /**
     * An issue as it is after the change.
     *
     * @param number within its repository, not negative
     * @param priority or null where it has none
     * @param assignedTo the user, who hears of it in their own room, or null
     * @param updatedAt as its host writes it, or null
     */
    record Issue(
            String id,
            long number,
            String title,
            @Nullable String description,
            Status status,
            @Nullable Priority priority,
            @Nullable String assignedTo,
            @Nullable String updatedAt) {
        public Issue {
            Fields.required("issue_id", id);
        }

        private Map<String, Object> fields() {
            return new Fields()
                    .add("issue_id", id)
                    .add("number", number)
                    .add("title", title)
                    .add("description", description)
                    .add("status", status)
                    .add("priority", priority)
                    .add("assigned_to", assignedTo)
                    .add("updated_at", updatedAt)
                    .map();
        }
    }

    Issue issue();

    @Override
    default Map<String, Object> fields() {
        return issue().fields();
    }

    @Override
    default boolean needsProject() {
        return true;
    }

    record Created(Issue issue) implements IssueChange {
        @Override
        public EventType type() {
            return KnownType.ISSUE_CREATED;
        }
    }

    record Updated(Issue issue) implements IssueChange {
        @Override
        public EventType type() {
            return KnownType.ISSUE_UPDATED;
        }
    }

    /** Its status is closed. */
    record Closed(Issue issue) implements IssueChange {
        public Closed {
            if (issue.status() != Status.CLOSED) {
                throw new IllegalArgumentException("a closed issue is closed, not " + issue.status());
            }
        }

        @Override
        public EventType type() {
            return KnownType.ISSUE_CLOSED;
        }
    }
}
