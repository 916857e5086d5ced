package dev.herald.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the environment of whoever started the server reaches git. The table in docs/operations.md, line by line. */
class GitEnvironmentTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIT_CONFIG_GLOBAL",
                "GIT_CONFIG_SYSTEM",
                "GIT_CONFIG_NOSYSTEM",
                "GIT_CONFIG_COUNT",
                "GIT_CONFIG_KEY_0",
                "GIT_CONFIG_VALUE_17",
                "GIT_CONFIG_PARAMETERS",
                "GIT_ATTR_NOSYSTEM",
                "GIT_CEILING_DIRECTORIES",
                "GIT_DISCOVERY_ACROSS_FILESYSTEM",
                "GIT_EXEC_PATH",
                "GIT_ASKPASS",
                "GIT_SSH",
                "GIT_SSH_COMMAND",
                "GIT_SSH_VARIANT",
                "GIT_PROXY_COMMAND",
                "GIT_ALLOW_PROTOCOL",
                "GIT_SSL_CAINFO",
                "GIT_PROXY_SSL_CERT",
                "GIT_HTTP_USER_AGENT",
                "GIT_LFS_SKIP_SMUDGE",
                "HOME",
                "XDG_CONFIG_HOME",
                "PATH"
            })
    void passes(String name) {
        assertThat(GitEnvironment.of(Map.of(name, "x"))).containsEntry(name, "x");
        assertThat(GitEnvironment.of(Map.of())).doesNotContainKey(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIT_AUTHOR_NAME",
                "GIT_AUTHOR_EMAIL",
                "GIT_AUTHOR_DATE",
                "GIT_COMMITTER_NAME",
                "GIT_COMMITTER_EMAIL",
                "GIT_COMMITTER_DATE",
                "GIT_DIR",
                "GIT_WORK_TREE",
                "GIT_COMMON_DIR",
                "GIT_INDEX_FILE",
                "GIT_INDEX_VERSION",
                "GIT_OBJECT_DIRECTORY",
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                "GIT_NAMESPACE",
                "GIT_PREFIX",
                "GIT_REFLOG_ACTION",
                "GIT_EXTERNAL_DIFF",
                "GIT_DIFF_OPTS",
                "GIT_GLOB_PATHSPECS",
                "GIT_NOGLOB_PATHSPECS",
                "GIT_ICASE_PATHSPECS",
                "GIT_LITERAL_PATHSPECS",
                "GIT_QUARANTINE_PATH",
                "GIT_NO_REPLACE_OBJECTS",
                "GIT_REPLACE_REF_BASE",
                "GIT_SHALLOW_FILE",
                "GIT_GRAFT_FILE",
                "GIT_ATTR_SOURCE",
                "GIT_DEFAULT_HASH",
                "GIT_TEMPLATE_DIR",
                "GIT_SEQUENCE_EDITOR",
                "GIT_TRACE",
                "GIT_TRACE2_EVENT",
                "GIT_CURL_VERBOSE",
                "GIT_PROTOCOL",
                "GIT_TEST_DATE_NOW",
                "GIT_WHATEVER_COMES"
            })
    void doesNotPass(String name) {
        assertThat(GitEnvironment.of(Map.of(name, "x"))).doesNotContainKey(name);
    }

    @Test
    void isSetAnew() {
        Map<String, String> theirs =
                Map.of("GIT_OPTIONAL_LOCKS", "1", "GIT_TERMINAL_PROMPT", "1", "GIT_PAGER", "less", "GIT_EDITOR", "vi");
        assertThat(GitEnvironment.of(theirs))
                .containsEntry("GIT_OPTIONAL_LOCKS", "0")
                .containsEntry("GIT_TERMINAL_PROMPT", "0")
                .containsEntry("GIT_PAGER", "cat")
                .containsEntry("GIT_EDITOR", "false")
                .containsEntry("SSH_ASKPASS", "false")
                .containsEntry("SSH_ASKPASS_REQUIRE", "force")
                .containsEntry("LC_ALL", "C");
    }

    @Test
    void trustThatIsGivenByVariablesIsKeptAndWhoCommitsIsNot() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of(
                "GIT_CONFIG_COUNT", "2",
                "GIT_CONFIG_KEY_0", "safe.directory",
                "GIT_CONFIG_VALUE_0", directory.toString(),
                "GIT_CONFIG_KEY_1", "user.name",
                "GIT_CONFIG_VALUE_1", "Ada",
                "GIT_CONFIG_PARAMETERS", "'user.email'='ada@example.org'",
                "GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z",
                "GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z",
                "GIT_AUTHOR_NAME", "Somebody",
                "GIT_COMMITTER_EMAIL", "else@example.org"));
        Git git = Git.of(environment);
        assertThat(git.ask(GitCommand.in(directory, "config", "--get-all", "safe.directory"))
                        .text())
                .contains(directory.toString());
        git.ask(GitCommand.in(directory, "init", "-q"));
        Files.writeString(directory.resolve("a"), "a");
        git.ask(GitCommand.in(directory, "add", "a"));
        git.ask(GitCommand.in(directory, "commit", "-q", "-m", "one"));
        String who = git.ask(GitCommand.in(directory, "log", "-1", "--format=%an <%ae> %cn <%ce> %ad"))
                .text();
        assertThat(who)
                .startsWith("Ada <ada@example.org> Ada <ada@example.org>")
                .doesNotContain("2020");
    }
}
