package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.Suggestion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody accepts or dismisses a suggestion, once. */
public final class SuggestionDecision implements Command<Optional<SuggestionOf>, SuggestionOf> {
    /** What was decided. */
    public enum Kind {
        ACCEPTED,
        DISMISSED
    }

    private final ProjectId project;
    private final String id;
    private final Kind kind;
    private final Author author;

    public SuggestionDecision(ProjectId project, String id, Kind kind, Author author) {
        this.project = project;
        this.id = id;
        this.kind = kind;
        this.author = author;
    }

    @Override
    public Optional<SuggestionOf> look(States states) {
        return Optional.ofNullable(SuggestionOf.of(states, project, id));
    }

    @Override
    public Decision decide(Optional<SuggestionOf> sight) {
        Denial forbidden = author.denial(KnownType.AI_SUGGESTION, project);
        if (forbidden != null || sight.isEmpty()) {
            return new Decision.Denied(
                    forbidden != null
                            ? forbidden
                            : new Denial.Unknown("project " + project + " has no suggestion " + Checks.shown(id)));
        }
        Suggestion suggestion = sight.get().suggestion();
        String wanted = kind.name().toLowerCase(Locale.ROOT);
        if (suggestion.status().equals(wanted)) {
            return new Decision.Nothing(id);
        }
        if (!suggestion.status().equals("open")) {
            return new Decision.Denied(
                    new Denial.Conflict("the suggestion is " + suggestion.status() + " already, and stays so"));
        }
        Map<String, @Nullable Object> data =
                new LinkedHashMap<>(suggestion.said().all());
        data.remove(Retry.MEMBER);
        data.remove("timestamp");
        data.remove("project_id");
        data.put("suggestion_id", id);
        data.put("status", wanted);
        data.put(
                "decided_by",
                author.user() != null ? author.user() : author.grant().subject());
        return author.tell(id, new Statement(KnownType.AI_SUGGESTION, project, data));
    }

    @Override
    public String about(Members data) {
        return id;
    }

    @Override
    public @Nullable SuggestionOf show(States states, String about) {
        return SuggestionOf.of(states, project, id);
    }

    @Override
    public Object subject() {
        return "suggestion " + project + "/" + id;
    }
}
