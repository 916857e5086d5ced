package dev.herald.query;

import dev.herald.event.ProjectId;
import dev.herald.event.Rfc3339;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.Suggestion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an AI suggested, as it is shown: the members of an answer, in their order. */
public record ShownSuggestion(
        String suggestionId,
        String projectId,
        String status,
        @Nullable String decidedBy,
        @Nullable String targetType,
        @Nullable String targetId,
        @Nullable String category,
        @Nullable String title,
        @Nullable String description,
        @Nullable String severity,
        @Nullable Double confidence,
        @Nullable String suggestedAction,
        Map<String, @Nullable Object> metadata,
        String createdAt,
        String updatedAt) {
    public static ShownSuggestion of(ProjectId project, Suggestion suggestion) {
        Members said = suggestion.said();
        return new ShownSuggestion(
                suggestion.id(),
                project.value(),
                suggestion.status(),
                suggestion.decidedBy(),
                said.text("target_type"),
                said.reference("target_id"),
                said.text("category"),
                said.text("title"),
                said.text("description"),
                said.text("severity"),
                said.number("confidence"),
                said.text("suggested_action"),
                said.object("metadata").all(),
                Rfc3339.text(suggestion.made().epochMillis()),
                Rfc3339.text(suggestion.changed().epochMillis()));
    }
}
