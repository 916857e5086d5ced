package dev.herald.server;

import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.AutoCommitSettings;
import dev.herald.event.ProjectId;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Switch;
import dev.herald.setting.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings about auto-commit and what becomes of its snapshots, which are rows of {@link SettingsTable}. */
final class CommitTable {
    private static final int PATTERN_LENGTH_MAX = 200;
    /** Stands for a schedule that is off. */
    private static final long NEVER = 3_650L * 86_400_000;

    private static final String NONE = "none";

    static final Setting<Choice> MODE = Setting.many(
            "auto-commit",
            Form.of(
                    "`shadow`, `branch` or `off` for all watched projects, or PROJECT=shadow and so on for one",
                    CommitTable::choice),
            ",",
            "Commits changes by itself: to refs/herald beside your work (shadow) or on your branch; off where nobody asks.");
    static final Setting<Long> QUIET = Setting.one(
            "auto-commit-quiet",
            Form.duration("1 s", "3600 s"),
            "2 s",
            "A commit is made when nothing has changed for so long.");
    static final Setting<Long> AT_LEAST = Setting.one(
            "auto-commit-at-least",
            Form.duration("1 s", "86400 s"),
            "60 s",
            "And this long after the first change at the latest, while changes go on; at least `auto-commit-quiet`.");
    static final Setting<Long> EVERY = Setting.one(
            "auto-commit-every",
            Form.durationOr("off", NEVER, "1 m", "7 d"),
            "15 m",
            "And on this schedule, if something has changed that nobody told of; `off` for no schedule.");
    static final Setting<Long> FILE_BYTES = Setting.one(
            "auto-commit-file-bytes",
            Form.bytes("1 KiB", "1000 MiB"),
            "5000000",
            "A larger file is left out of auto-commits, and named.");
    static final Setting<Integer> FILES = Setting.one(
            "auto-commit-files",
            Form.whole(1, 1_000_000),
            "1000",
            "Changed files in one auto-commit; what is beyond is named, and is for the next.");
    static final Setting<Long> BYTES = Setting.one(
            "auto-commit-bytes",
            Form.bytes("1 KiB", "100 GiB"),
            "100000000",
            "Bytes of changed files in one auto-commit; what is beyond is named, and is for the next.");
    static final Setting<String> PROTECTED = Setting.many(
            "auto-commit-protected",
            Form.of("a branch, a pattern such as release/*, or `none` for no branch", CommitTable::pattern),
            ",",
            "Branches that mode branch never commits on; main, master and release/* where it is not given.");
    static final Setting<Long> HOOK_TIMEOUT = Setting.one(
            "auto-commit-hook-timeout",
            Form.duration("1 s", "3600 s"),
            "60 s",
            "A hook of the repository that takes longer is ended, and the auto-commit refused; filters have so long in one commit together, and what they are not done with is left out.");
    static final Setting<Switch> PUSH = Setting.one(
            "auto-push",
            Form.onOff(),
            "off",
            "Pushes auto-commits on a branch to where the branch is pushed to; never by force, never anything new.");
    static final Setting<Long> SNAPSHOT_AGE = Setting.one(
            "snapshot-age",
            Form.durationOrUnlimited("1 h"),
            "30 d",
            "Older snapshots go, but never the newest of a branch; looked at daily where a project is in mode shadow.");
    static final Setting<Long> SNAPSHOT_COUNT =
            Setting.one("snapshot-count", Form.count(1), "unlimited", "Snapshots of a branch; the oldest go first.");

    private CommitTable() {}

    /**
     * What somebody wants.
     *
     * @param project null for all
     * @param mode null for none
     */
    record Choice(@Nullable ProjectId project, @Nullable AutoCommitMode mode) {}

    /** The settings; what is wrong with them becomes problems, what has no effect notes. */
    static Settings.AutoCommit read(
            Values values, List<Settings.Watch> watches, List<String> problems, List<String> notes) {
        List<String> isProtected = values.takeAll(PROTECTED);
        return new Settings.AutoCommit(
                modes(values.takeAll(MODE), watches, problems, notes),
                values.take(QUIET),
                values.take(AT_LEAST),
                values.take(EVERY),
                Math.toIntExact(values.take(FILE_BYTES)),
                values.take(FILES),
                values.take(BYTES),
                isProtected.isEmpty()
                        ? AutoCommitSettings.PROTECTED
                        : isProtected.stream()
                                .filter(name -> !name.equals(NONE))
                                .toList(),
                values.take(HOOK_TIMEOUT),
                values.take(PUSH) == Switch.ON,
                values.take(SNAPSHOT_AGE),
                values.take(SNAPSHOT_COUNT));
    }

    /** What is said of one project is stronger than what is said of all; of the same, what is said last. */
    private static Map<ProjectId, AutoCommitMode> modes(
            List<Choice> choices, List<Settings.Watch> watches, List<String> problems, List<String> notes) {
        Map<ProjectId, AutoCommitMode> modes = new HashMap<>();
        TreeSet<String> watched =
                watches.stream().map(watch -> watch.project().value()).collect(Collectors.toCollection(TreeSet::new));
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
        return modes;
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

    private static Optional<String> pattern(String text) {
        boolean isAllowed = !text.isEmpty()
                && text.length() <= PATTERN_LENGTH_MAX
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        return isAllowed ? Optional.of(text) : Optional.empty();
    }
}
