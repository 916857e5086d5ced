package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An analysis suggests something. */
public final class SuggestionMaking implements Command<SuggestionMaking.Sight, SuggestionOf> {
    private static final Set<String> SAYABLE = Checks.names(
            "target_type",
            "target_id",
            "category",
            "title",
            "description",
            "severity",
            "confidence",
            "suggested_action",
            "metadata");

    /** What it sees. */
    public record Sight(ProjectSight project, Optional<SuggestionOf> known) {}

    private final ProjectId project;
    private final String id;
    private final Members asked;
    private final Author author;

    /** @param id that was given, or one that nobody has yet */
    public SuggestionMaking(ProjectId project, String id, Members asked, Author author) {
        this.project = project;
        this.id = id;
        this.asked = asked;
        this.author = author;
    }

    @Override
    public Sight look(States states) {
        return new Sight(ProjectSight.of(states, project), Optional.ofNullable(SuggestionOf.of(states, project, id)));
    }

    @Override
    public Decision decide(Sight sight) {
        Denial forbidden = author.denial(KnownType.AI_SUGGESTION, project);
        if (forbidden != null || sight.project().project() == null) {
            return new Decision.Denied(forbidden != null ? forbidden : TaskSight.noProject(project));
        }
        Checks checks = new Checks(asked);
        Set<String> known = Checks.names("project_id", "suggestion_id");
        known.addAll(SAYABLE);
        checks.onlyKnown(known);
        checks.hasText("title", true);
        if (sight.known().isPresent()) {
            return checks.orElse(new Decision.Denied(
                    new Denial.Conflict("project " + project + " has a suggestion " + Checks.shown(id) + " already")));
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("suggestion_id", id);
        for (String name : SAYABLE) {
            if (asked.has(name)) {
                data.put(name, asked.all().get(name));
            }
        }
        return checks.orElse(author.tell(id, new Statement(KnownType.AI_SUGGESTION, project, data)));
    }

    @Override
    public String about(Members data) {
        return Objects.requireNonNullElse(data.reference("suggestion_id"), "");
    }

    @Override
    public @Nullable SuggestionOf show(States states, String about) {
        return SuggestionOf.of(states, project, about);
    }

    @Override
    public Object subject() {
        return "suggestion " + project + "/" + id;
    }
}
