package dev.herald.effect.autocommit;

import dev.herald.event.ProjectId;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Switch;
import dev.herald.setting.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a project is committed.
 *
 * @param project whose events tell of it
 * @param directory of the project: a repository's, or one in it. A snapshot is of the whole repository; a commit on the
 *     branch takes what is in the directory alone
 * @param own where this project's private index and messages are; made if missing, belongs to nobody else, not in a
 *     repository's work tree unless ignored or in {@code never}
 * @param mode where commits go
 * @param never absolute paths that are never committed, with all below: the server's own data
 * @param isProtected branches that {@link AutoCommitMode#BRANCH} refuses: names, or patterns with {@code *}
 * @param isPushing whether a commit on the branch is pushed to where the branch is pushed to
 * @param limits of one commit
 * @param pace when
 */
public record AutoCommitSettings(
        ProjectId project,
        Path directory,
        Path own,
        AutoCommitMode mode,
        Set<Path> never,
        List<String> isProtected,
        boolean isPushing,
        CommitLimits limits,
        CommitPace pace) {
    private static final int PATTERN_LENGTH_MAX = 200;
    /** Stands for no branch. */
    private static final String NONE = "none";

    static final Setting<String> PROTECTED_BRANCHES = Setting.many(
            "auto-commit-protected",
            Form.of("a branch, a pattern such as release/*, or `none` for no branch", AutoCommitSettings::pattern),
            ",",
            "Branches that mode branch never commits on; main, master and release/* where it is not given.");
    static final Setting<Switch> PUSH = Setting.one(
            "auto-push",
            Form.onOff(),
            "off",
            "Pushes auto-commits on a branch to where the branch is pushed to; never by force, never anything new.");

    /** {@code main}, {@code master}, {@code release/*}. */
    public static final List<String> PROTECTED = List.of("main", "master", "release/*");

    public AutoCommitSettings {
        directory = directory.toAbsolutePath().normalize();
        own = own.toAbsolutePath().normalize();
        never = Set.copyOf(never);
        isProtected = List.copyOf(isProtected);
    }

    /** The defaults: nothing pushed, the usual branches protected. */
    public static AutoCommitSettings of(ProjectId project, Path directory, Path own, AutoCommitMode mode) {
        return new AutoCommitSettings(
                project, directory, own, mode, Set.of(), PROTECTED, false, CommitLimits.DEFAULTS, CommitPace.DEFAULTS);
    }

    /** As these settings say. */
    public static AutoCommitSettings of(
            ProjectId project, Path directory, Path own, AutoCommitMode mode, Values values) {
        List<String> given = values.takeAll(PROTECTED_BRANCHES);
        List<String> named = given.stream().filter(name -> !name.equals(NONE)).toList();
        return of(project, directory, own, mode)
                .protecting(given.isEmpty() ? PROTECTED : named)
                .pushing(values.take(PUSH) == Switch.ON)
                .within(CommitLimits.of(values))
                .at(CommitPace.of(values));
    }

    private static Optional<String> pattern(String text) {
        boolean isAllowed = !text.isEmpty()
                && text.length() <= PATTERN_LENGTH_MAX
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        return isAllowed ? Optional.of(text) : Optional.empty();
    }

    /** The same, without these paths. */
    public AutoCommitSettings without(Set<Path> paths) {
        return new AutoCommitSettings(project, directory, own, mode, paths, isProtected, isPushing, limits, pace);
    }

    /** The same, with other protected branches. */
    public AutoCommitSettings protecting(List<String> branches) {
        return new AutoCommitSettings(project, directory, own, mode, never, branches, isPushing, limits, pace);
    }

    /** The same, pushing or not. */
    public AutoCommitSettings pushing(boolean pushes) {
        return new AutoCommitSettings(project, directory, own, mode, never, isProtected, pushes, limits, pace);
    }

    /** The same, within other limits. */
    public AutoCommitSettings within(CommitLimits other) {
        return new AutoCommitSettings(project, directory, own, mode, never, isProtected, isPushing, other, pace);
    }

    /** The same, at another pace. */
    public AutoCommitSettings at(CommitPace other) {
        return new AutoCommitSettings(project, directory, own, mode, never, isProtected, isPushing, limits, other);
    }
}
