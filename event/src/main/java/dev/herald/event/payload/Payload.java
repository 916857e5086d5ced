package dev.herald.event.payload;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened, as a value of its own type. */
public sealed interface Payload
        permits FileChange,
                Commit,
                AutoCommit,
                ProgressUpdate,
                RiskAlert,
                TaskUpdate,
                SystemReport,
                ProjectChange,
                AgentChange,
                AgentAction,
                AgentClaim,
                WorkflowChange,
                PullRequestChange,
                IssueChange,
                DeploymentChange,
                QualityReport,
                AiReport,
                CustomPayload {
    EventType type();

    /** The members of {@code data} under their wire names, in the table's order; what is absent is left out. */
    Map<String, Object> fields();

    /** Whether the event means nothing without a project. */
    default boolean needsProject() {
        return false;
    }

    /**
     * The event that it becomes, checked as a publisher's JSON is.
     *
     * @param source who reports it, 1 to 128 characters
     * @param project whose it is, or null
     * @throws IllegalArgumentException when a field is outside the table's bounds (such as a path of more than 4,096
     *     characters); the message names each field by its JSON pointer
     */
    default Draft draft(String source, @Nullable ProjectId project) {
        return switch (Codec.decode(json(source, project))) {
            case Decoded.Ok ok -> ok.draft();
            case Decoded.Invalid invalid ->
                throw new IllegalArgumentException("no valid " + type().wireName() + ": " + invalid.faults());
            case Decoded.Malformed malformed ->
                throw new IllegalArgumentException("no valid " + type().wireName() + ": " + malformed.detail());
            case Decoded.TooLarge large ->
                throw new IllegalArgumentException(
                        "no valid " + type().wireName() + ": " + large.bytes() + " bytes are too many");
        };
    }

    /**
     * The object that a client publishes for it; the server checks it.
     *
     * @throws IllegalArgumentException when the project is missing though {@link #needsProject}
     */
    default byte[] json(String source, @Nullable ProjectId project) {
        if (project == null && needsProject()) {
            throw new IllegalArgumentException(type().wireName() + " needs a project");
        }
        return Fields.publishable(type(), fields(), source, project);
    }
}
