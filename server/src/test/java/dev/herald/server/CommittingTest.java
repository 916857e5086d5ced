package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.session.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server that commits what changes in a real repository. */
@Timeout(120)
final class CommittingTest {
    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Git git = Git.of(System.getenv());
    private Path web = Path.of("");
    private @Nullable HeraldServer server;

    @BeforeEach
    void make() throws Exception {
        web = Files.createDirectory(directory.resolve("web"));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        client.close();
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return git.ask(GitCommand.in(web, arguments)).text();
    }

    private void init() throws Exception {
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Ann");
        git("config", "user.email", "ann@example.org");
        git("config", "commit.gpgsign", "false");
        Files.writeString(web.resolve("a.txt"), "a\n");
        git("add", "-A");
        git("commit", "-q", "-m", "first");
    }

    private HeraldServer start(String... autoCommit) throws StartException {
        Map<String, List<String>> given = new HashMap<>(Map.of(
                "port", List.of("0"),
                // In the watched directory, where neither may be a change of the project.
                "data", List.of(web.resolve(".herald").toString()),
                "watch", List.of(web.toString()),
                "auto-commit", List.of(autoCommit),
                "auto-commit-quiet", List.of("1 s")));
        HeraldServer started = HeraldServer.start(settings(given));
        server = started;
        return started;
    }

    private Settings settings(Map<String, List<String>> given) {
        return switch (new SettingsLoader(Map.of(), directory).load(given, null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private HttpResponse<String> ask(HeraldServer of, String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + of.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String events(HeraldServer of, String type) {
        return ask(of, "GET", "/api/v1/events?event_types=" + type).body();
    }

    @Test
    void aChangeBecomesASnapshotAndAnEventAndNothingElse() throws Exception {
        init();
        HeraldServer running = start("shadow");
        Await.until("the watch has begun", () -> {
            try {
                Files.writeString(web.resolve("new.txt"), String.valueOf(System.nanoTime()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return events(running, "file_change").contains("new.txt");
        });
        Await.until(
                "a snapshot is told",
                () -> events(running, "auto_commit_result").contains("\"success\":true"));
        String hash = git("rev-parse", "refs/herald/main");
        assertThat(events(running, "auto_commit_result")).contains(hash);
        assertThat(git("ls-tree", "--name-only", hash)).isEqualTo("a.txt\nnew.txt");
        assertThat(git("status", "--porcelain")).contains("?? new.txt");
        assertThat(git("log", "--format=%s", "main")).isEqualTo("first");
        assertThat(events(running, "file_change")).doesNotContain(".herald", ".git");
    }

    @Test
    void whoAsksGetsTheCommitOrWhyThereIsNone() throws Exception {
        init();
        HeraldServer running = start("shadow");
        Files.writeString(web.resolve("asked.txt"), "asked\n");
        HttpResponse<String> first = ask(running, "POST", "/api/v1/projects/web/auto-commit");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body())
                .contains("\"mode\":\"shadow\"", "\"branch\":\"main\"", "\"commit_hash\":\"")
                .contains("\"success\":true");
        HttpResponse<String> second = ask(running, "POST", "/api/v1/projects/web/auto-commit");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("\"success\":false");
        HttpResponse<String> unknown = ask(running, "POST", "/api/v1/projects/other/auto-commit");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("--auto-commit other=shadow");
        assertThat(ask(running, "GET", "/api/v1/projects/web/auto-commit").statusCode())
                .isEqualTo(405);
    }

    @Test
    void aProjectOfTwoDirectoriesIsCommittedInBoth() throws Exception {
        init();
        Path first = web;
        web = Files.createDirectory(directory.resolve("api"));
        init();
        Map<String, List<String>> given = Map.of(
                "port", List.of("0"),
                "data", List.of(directory.resolve("data").toString()),
                "watch", List.of(first.toString(), web.toString()),
                "project", List.of("both"),
                "auto-commit", List.of("shadow"));
        HeraldServer running = HeraldServer.start(settings(given));
        server = running;
        Files.writeString(web.resolve("b.txt"), "b\n");
        HttpResponse<String> answer = ask(running, "POST", "/api/v1/projects/both/auto-commit");
        assertThat(answer.body()).contains("\"success\":true").contains(git("rev-parse", "refs/herald/main"));
        Files.writeString(first.resolve("c.txt"), "c\n");
        assertThat(ask(running, "POST", "/api/v1/projects/both/auto-commit").body())
                .contains("\"success\":true");
        web = first;
        assertThat(git("ls-tree", "--name-only", "refs/herald/main")).isEqualTo("a.txt\nc.txt");
        assertThat(directory.resolve("data/auto-commit")).isDirectoryContaining("glob:**/both~2");
    }

    @Test
    void aDirectoryThatIsNoRepositoryDegradesAndMayBecomeOne() throws Exception {
        HeraldServer running = start("web=shadow");
        Await.until("health tells", () -> {
            String health = ask(running, "GET", "/health").body();
            return health.contains("\"auto-commit:web\":{\"status\":\"degraded\"") && health.contains("git init");
        });
        assertThat(ask(running, "GET", "/health").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = ask(running, "POST", "/api/v1/projects/web/auto-commit");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("\"reason\":\"no_repository\"");
        init();
        Files.writeString(web.resolve("b.txt"), "b\n");
        assertThat(ask(running, "POST", "/api/v1/projects/web/auto-commit").body())
                .contains("\"success\":true");
    }
}
