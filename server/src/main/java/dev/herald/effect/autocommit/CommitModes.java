package dev.herald.effect.autocommit;

import dev.herald.event.ProjectId;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the commits of watched projects go.
 *
 * @param modes a project that is missing has none
 */
public record CommitModes(Map<ProjectId, AutoCommitMode> modes) {
    static final Setting<Choice> MODE = Setting.many(
            "auto-commit",
            Form.of(
                    "`shadow`, `branch` or `off` for all watched projects, or PROJECT=shadow and so on for one",
                    CommitModes::choice),
            ",",
            "Commits changes by itself: to refs/herald beside your work (shadow) or on your branch; off where nobody asks.");

    public CommitModes {
        modes = Map.copyOf(modes);
    }

    /**
     * What somebody wants.
     *
     * @param project null for all
     * @param mode null for none
     */
    record Choice(@Nullable ProjectId project, @Nullable AutoCommitMode mode) {}

    /**
     * What is said of one project is stronger than what is said of all; of the same, what is said last.
     *
     * @param projects that are watched
     * @param problems what is wrong is added to these
     * @param notes what has no effect is added to these
     */
    public static CommitModes of(Values values, Set<ProjectId> projects, List<String> problems, List<String> notes) {
        List<Choice> choices = values.takeAll(MODE);
        Map<ProjectId, AutoCommitMode> modes = new HashMap<>();
        TreeSet<String> watched =
                projects.stream().map(ProjectId::value).collect(Collectors.toCollection(TreeSet::new));
        for (Choice choice : choices) {
            if (choice.project() == null) {
                watched.forEach(name -> set(modes, new ProjectId(name), choice.mode()));
            }
        }
        for (Choice choice : choices) {
            ProjectId project = choice.project();
            if (project != null && watched.contains(project.value())) {
                set(modes, project, choice.mode());
            } else if (project != null) {
                problems.add("auto-commit: project " + project + " is not watched: "
                        + (watched.isEmpty()
                                ? "nothing is; give --watch DIR"
                                : "watched are " + String.join(", ", watched)));
            }
        }
        boolean isAsked = choices.stream().anyMatch(choice -> choice.mode() != null);
        if (isAsked && watched.isEmpty()) {
            notes.add("auto-commit has no effect: nothing is watched; --watch DIR would");
        }
        return new CommitModes(modes);
    }

    private static void set(Map<ProjectId, AutoCommitMode> modes, ProjectId project, @Nullable AutoCommitMode mode) {
        if (mode == null) {
            modes.remove(project);
        } else {
            modes.put(project, mode);
        }
    }

    private static Optional<Choice> choice(String text) {
        int equals = text.lastIndexOf('=');
        String mode = text.substring(equals + 1).strip();
        if (equals < 0) {
            return choice(null, mode);
        }
        return ProjectId.parse(text.substring(0, equals).strip()).flatMap(project -> choice(project, mode));
    }

    private static Optional<Choice> choice(@Nullable ProjectId project, String mode) {
        return switch (mode) {
            case "shadow" -> Optional.of(new Choice(project, AutoCommitMode.SHADOW));
            case "branch" -> Optional.of(new Choice(project, AutoCommitMode.BRANCH));
            case "off" -> Optional.of(new Choice(project, null));
            default -> Optional.empty();
        };
    }
}
