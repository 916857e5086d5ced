package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.Reported;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run tells what it found out about a project's quality. */
public final class QualityTelling implements Command<ProjectSight, Reported> {
    private final ProjectId project;
    private final String kind;
    private final Map<String, String> about;
    private final Map<String, Number> figures;
    private final Author author;

    /**
     * @param kind coverage, tests or findings
     * @param about the branch, commit_hash and run that it is of, as far as that is known
     */
    public QualityTelling(
            ProjectId project, String kind, Map<String, String> about, Map<String, Number> figures, Author author) {
        this.project = project;
        this.kind = kind;
        this.about = Map.copyOf(about);
        this.figures = new LinkedHashMap<>(figures);
        this.author = author;
    }

    @Override
    public ProjectSight look(States states) {
        return ProjectSight.of(states, project);
    }

    @Override
    public Decision decide(ProjectSight sight) {
        Denial forbidden = author.denial(KnownType.QUALITY_REPORTED, project);
        if (forbidden != null || sight.project() == null) {
            return new Decision.Denied(forbidden != null ? forbidden : TaskSight.noProject(project));
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("kind", kind);
        data.putAll(about);
        data.putAll(figures);
        return author.tell(kind, new Statement(KnownType.QUALITY_REPORTED, project, data));
    }

    @Override
    public String about(Members data) {
        return kind;
    }

    @Override
    public @Nullable Reported show(States states, String of) {
        for (Reported one : states.state(DeliveryProjection.NAME).view(project).quality()) {
            if (one.kind().equals(kind) && Objects.equals(one.branch(), about.get("branch"))) {
                return one;
            }
        }
        return null;
    }
}
