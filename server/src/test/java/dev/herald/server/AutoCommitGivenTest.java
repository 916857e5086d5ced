package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.AutoCommitSettings;
import dev.herald.effect.autocommit.CommitLimits;
import dev.herald.effect.autocommit.CommitPace;
import dev.herald.effect.autocommit.PruneAges;
import dev.herald.event.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be said of auto-commit, and what is made of it. */
final class AutoCommitGivenTest {
    private static final ProjectId WEB = new ProjectId("web");
    private static final ProjectId API = new ProjectId("api");

    @TempDir
    private Path directory;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(directory.resolve("web"));
        Files.createDirectory(directory.resolve("api"));
    }

    private LoadedSettings load(Map<String, List<String>> flags, Map<String, String> environment) {
        Map<String, List<String>> all = new HashMap<>(Map.of("watch", List.of("web", "api")));
        all.putAll(flags);
        return new SettingsLoader(environment, directory).load(all, null);
    }

    private Settings ready(Map<String, List<String>> flags) {
        return switch (load(flags, Map.of())) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private List<String> problems(Map<String, List<String>> flags) {
        return switch (load(flags, Map.of())) {
            case LoadedSettings.Ready ready -> List.of();
            case LoadedSettings.Refused refused -> refused.problems();
        };
    }

    private Map<ProjectId, AutoCommitMode> modes(String... values) {
        return ready(Map.of("auto-commit", List.of(values))).autoCommit().modes();
    }

    private AutoCommitSettings commits(Settings settings) {
        return Translated.autoCommit(settings.files().watches().getFirst(), 0, AutoCommitMode.BRANCH, settings);
    }

    @Test
    void nothingIsCommittedUnlessSomebodyAsks() {
        Settings settings = ready(Map.of());
        assertThat(settings.autoCommit().modes()).isEmpty();
        AutoCommitSettings commits = commits(settings);
        assertThat(commits.isPushing()).isFalse();
        assertThat(commits.isProtected()).containsExactly("main", "master", "release/*");
        assertThat(commits.limits()).isEqualTo(new CommitLimits(5_000_000, 1_000, 100_000_000, 50));
        assertThat(commits.pace())
                .isEqualTo(new CommitPace(2_000, 60_000, 900_000, 5_000, 1_370, 10_000, 60_000, 60_000, 1_500));
        assertThat(PruneAges.of(settings.values())).isEqualTo(new PruneAges(2_592_000_000L, Long.MAX_VALUE));
    }

    @Test
    void oneProjectIsStrongerThanAllAndTheLastThanTheFirst() {
        assertThat(modes("shadow")).isEqualTo(Map.of(WEB, AutoCommitMode.SHADOW, API, AutoCommitMode.SHADOW));
        assertThat(modes("api=branch", "shadow"))
                .isEqualTo(Map.of(WEB, AutoCommitMode.SHADOW, API, AutoCommitMode.BRANCH));
        assertThat(modes("web=shadow,api=branch", "api=off")).isEqualTo(Map.of(WEB, AutoCommitMode.SHADOW));
        assertThat(modes("branch", "web=off")).isEqualTo(Map.of(API, AutoCommitMode.BRANCH));
        assertThat(modes("shadow", "off")).isEmpty();
    }

    @Test
    void theFileSaysItPerProject() throws IOException {
        Files.writeString(directory.resolve("herald.yaml"), """
                auto-commit: [web=shadow, api=branch]
                auto-commit-protected: [main, "v*"]
                auto-commit-every: off
                auto-push: true
                snapshot-age: unlimited
                """);
        Settings settings = ready(Map.of());
        assertThat(settings.autoCommit().modes())
                .isEqualTo(Map.of(WEB, AutoCommitMode.SHADOW, API, AutoCommitMode.BRANCH));
        AutoCommitSettings commits = commits(settings);
        assertThat(commits.isProtected()).containsExactly("main", "v*");
        assertThat(commits.pace().scheduleMillis()).isGreaterThan(365L * 86_400_000);
        assertThat(commits.isPushing()).isTrue();
        assertThat(PruneAges.of(settings.values()).millisMax()).isEqualTo(Long.MAX_VALUE);
        Files.writeString(directory.resolve("herald.yaml"), "auto-commit: off\n");
        assertThat(ready(Map.of()).autoCommit().modes()).isEmpty();
    }

    @Test
    void noBranchIsProtectedWhereSomebodySaysSo() {
        assertThat(commits(ready(Map.of("auto-commit-protected", List.of("none"))))
                        .isProtected())
                .isEmpty();
    }

    @Test
    void whatIsWrongIsALineThatSaysWhatToDo() {
        assertThat(problems(Map.of("auto-commit", List.of("webb=shadow"))))
                .containsExactly("auto-commit: project webb is not watched: watched are api, web");
        assertThat(problems(Map.of("auto-commit", List.of("yes"))))
                .singleElement()
                .asString()
                .startsWith(
                        "auto-commit: \"yes\" (from --auto-commit) is not allowed: give `shadow`, `branch` or `off`");
        assertThat(problems(Map.of("auto-commit", List.of("a b=shadow")))).hasSize(1);
        assertThat(problems(Map.of("auto-commit-quiet", List.of("90 s"))))
                .containsExactly("auto-commit-at-least: 60000 ms must be at least auto-commit-quiet, 90000 ms");
        assertThat(problems(Map.of("auto-push", List.of("maybe")))).hasSize(1);
        assertThat(problems(Map.of("auto-commit-file-bytes", List.of("2 GiB")))).hasSize(1);
        assertThat(problems(Map.of("snapshot-count", List.of("0")))).hasSize(1);
    }

    @Test
    void withoutAWatchedDirectoryItHasNoEffectAndSaysSo() {
        LoadedSettings loaded =
                new SettingsLoader(Map.of("HERALD_AUTO_COMMIT", "shadow"), directory).load(Map.of(), null);
        assertThat(loaded)
                .isInstanceOfSatisfying(
                        LoadedSettings.Ready.class,
                        ready -> assertThat(ready.notes())
                                .containsExactly("auto-commit has no effect: nothing is watched; --watch DIR would"));
    }
}
